package org.sipasync.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Debian's Kamailio on ports of loopback, with TLS, and the routes of a test. */
public final class Kamailio extends ServerProgram {
  static final String PROGRAM = "/usr/sbin/kamailio";

  /** It verifies whom it calls, and wants a certificate of who calls it. */
  private static final String CONFIG =
      """
      #!KAMAILIO
      debug=2
      log_stderror=yes
      children=1
      tcp_children=2
      auto_aliases=no
      dns=no
      enable_tls=yes
      listen=udp:127.0.0.1:%1$d
      listen=tcp:127.0.0.1:%1$d
      listen=tls:127.0.0.1:%2$d
      mpath="%3$s"
      loadmodule "tls.so"
      loadmodule "tm.so"
      loadmodule "sl.so"
      loadmodule "rr.so"
      loadmodule "pv.so"
      loadmodule "siputils.so"
      loadmodule "textops.so"
      modparam("tls", "tls_method", "TLSv1.2+")
      modparam("tls", "certificate", "%4$s")
      modparam("tls", "private_key", "%5$s")
      modparam("tls", "ca_list", "%6$s")
      modparam("tls", "verify_certificate", 1)
      modparam("tls", "require_certificate", 1)
      """;

  private final int port = Programs.freePort();
  private final int tlsPort = Programs.freePort();

  private Kamailio() {
    super("kamailio");
  }

  /**
   * Starts it; skips the test if it is not installed.
   *
   * @param certificate of its own, with its key
   * @param trusted PEM file of the issuers whose certificates it demands
   * @param routes request_route and others
   */
  public static Kamailio start(
      CertificateAuthority.Issued certificate, Path trusted, String routes) {
    Programs.require(PROGRAM);
    Path modules = modules();
    Programs.require(modules.resolve("tls.so").toString());
    Kamailio server = new Kamailio();
    String config =
        CONFIG.formatted(
            server.port,
            server.tlsPort,
            modules + "/",
            certificate.certificate(),
            certificate.key(),
            trusted);
    Programs.write(server.directory.resolve("kamailio.cfg"), config + routes);
    server.restart();
    return server;
  }

  /** Debian keeps them in a directory named after the machine's architecture. */
  static Path modules() {
    try (Stream<Path> libraries = Files.list(Path.of("/usr/lib"))) {
      return libraries
          .map(each -> each.resolve("kamailio/modules"))
          .filter(Files::isDirectory)
          .findFirst()
          .orElse(Path.of("/usr/lib/kamailio/modules"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  Process launch() {
    Process process =
        Programs.start(
            directory,
            List.of(PROGRAM, "-f", "kamailio.cfg", "-DD", "-E", "-m", "64", "-M", "8", "-w", "."));
    Programs.awaitPort(process, directory, port);
    return process;
  }

  /** Its port for UDP and TCP. */
  public int port() {
    return port;
  }

  public int tlsPort() {
    return tlsPort;
  }
}
