package org.sipasync.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.secure.SecureServlet;
import org.sipasync.testkit.CertificateAuthority;
import org.sipasync.testkit.phone.SipPhone;

/** Base of tests of a server that listens for UDP, TCP and TLS. */
abstract class TlsInContainer extends InContainer {
  static final int TLS_PORT = MicroServer.freePort();

  @TempDir static Path directory;

  static CertificateAuthority authority;
  static MicroServer server;

  /**
   * Starts the server.
   *
   * @param certificate PEM files of its own certificate and key
   */
  static void start(Path certificate, Path key, String... javaOptions) throws IOException {
    List<String> options = new ArrayList<>();
    options.add(
        "-Dsip.listen=udp:127.0.0.1:%1$d,tcp:127.0.0.1:%1$d,tls:127.0.0.1:%2$d"
            .formatted(SIP_PORT, TLS_PORT));
    options.add("-Dsip.tls.certificate=" + certificate);
    options.add("-Dsip.tls.key=" + key);
    options.add("-Dsip.tls.trust=" + authority.certificate());
    options.addAll(List.of(javaOptions));
    server =
        new MicroServer(
            directory.resolve("log"),
            file(directory, war("secure", SecureServlet.class.getPackage())),
            options.toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** A phone without a certificate. */
  static SipPhone tlsPhone() {
    return SipPhone.overTls(TLS_PORT, authority.context()).patience(PATIENCE);
  }
}
