package org.sipasync.test;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipPhone;

/** The same jars on Payara Micro 7 (Jakarta EE 11), which needs Java 21. */
class PayaraSevenTest extends InContainer {
  private static final Path JVMS = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  @TempDir Path directory;

  /** This JVM or one beside it, of 21 or newer. */
  private static Optional<Path> newerJava() throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    if (!Files.isDirectory(JVMS)) {
      return Optional.of(own).filter(home -> Runtime.version().feature() >= 21);
    }
    try (Stream<Path> homes = Files.list(JVMS)) {
      return Stream.concat(Stream.of(own), homes.sorted())
          .filter(home -> feature(home) >= 21)
          .map(home -> home.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }

  private static int feature(Path home) {
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException none) {
      return 0;
    }
  }

  @Test
  @Tag("T7")
  @DisplayName("T7: --addlibs on Payara Micro 7 and a JDK of 21 or newer: calls are answered")
  void addlibs() throws Exception {
    Optional<Path> java = newerJava();
    assumeTrue(java.isPresent(), "no JDK 21 or newer in " + JVMS);
    Path war = Path.of(System.getProperty("first.war"));
    try (MicroServer server = MicroServer.ofPayara7(directory.resolve("log"), java.get(), war);
        SipPhone alice = phone("udp").as("alice")) {
      server.awaitLog("Payara Micro 7");
      Call call = alice.invite("anyone");
      call.expect(200);
      call.ack();
      call.bye().expect(200);
    }
  }
}
