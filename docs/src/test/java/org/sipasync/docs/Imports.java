package org.sipasync.docs;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Imports of samples without their own. */
final class Imports {
  private static final List<String> ALWAYS =
      List.of(
          "java.io.*",
          "java.net.InetAddress",
          "java.net.InetSocketAddress",
          "java.net.URI",
          "java.nio.ByteBuffer",
          "java.nio.channels.*",
          "java.nio.charset.StandardCharsets",
          "java.sql.Connection",
          "java.sql.PreparedStatement",
          "java.sql.ResultSet",
          "java.sql.SQLException",
          "java.time.*",
          "java.util.*",
          "java.util.concurrent.*",
          "java.util.concurrent.atomic.LongAdder",
          "java.util.function.Predicate",
          "java.util.stream.Collectors",
          "javax.sql.DataSource",
          "java.lang.annotation.*",
          "jakarta.annotation.Resource",
          "jakarta.enterprise.context.*",
          "jakarta.inject.*",
          "jakarta.servlet.ServletException",
          "jakarta.ws.rs.*",
          "javax.servlet.sip.*",
          "javax.servlet.sip.annotation.SipApplication",
          "javax.servlet.sip.annotation.SipApplicationKey",
          "javax.servlet.sip.annotation.SipListener",
          "dev.failsafe.CircuitBreaker",
          "org.sipasync.*",
          "org.sipasync.admin.*",
          "org.sipasync.annotation.*",
          "org.sipasync.digest.*",
          "org.sipasync.function.*",
          "org.sipasync.jsr359.*",
          "org.sipasync.functions.dns.*",
          "org.sipasync.functions.events.*",
          "org.sipasync.functions.exec.*",
          "org.sipasync.functions.ldap.*",
          "org.sipasync.functions.radius.*",
          "org.sipasync.functions.redis.*",
          "org.sipasync.functions.resilience.*",
          "org.sipasync.functions.rest.*",
          "org.sipasync.functions.sleep.*",
          "org.sipasync.functions.sql.*",
          "org.sipasync.functions.sqlpg.*",
          "static java.lang.annotation.ElementType.*",
          "static java.lang.annotation.RetentionPolicy.*",
          "static java.time.Duration.ofMillis",
          "static java.time.Duration.ofSeconds");

  private Imports() {}

  /** The imports of a piece of code; one name stands for an annotation or a type. */
  static String of(String code) {
    String servlet =
        code.contains("@SipServlet") ? "javax.servlet.sip.annotation." : "javax.servlet.sip.";
    return Stream.concat(ALWAYS.stream(), Stream.of(servlet + "SipServlet"))
        .map(name -> "import " + name + ";")
        .collect(Collectors.joining(" "));
  }
}
