package org.sipasync.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.transport.tls.ClientAuth;

/** OpenSSL's s_client as the peer, where it is installed. */
class OpensslTest extends TlsTestBase {
  private static final Path OPENSSL = Path.of("/usr/bin/openssl");
  private static final String END = "\r\n\r\n";

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void speaksWithOpenssl(String version) throws Exception {
    assumeTrue(Files.isExecutable(OPENSSL), "openssl is not installed");
    InetSocketAddress address = listenTls(ClientAuth.NEED);
    user.answer = 200;
    Process client =
        new ProcessBuilder(
                OPENSSL.toString(),
                "s_client",
                version,
                "-quiet",
                "-connect",
                "127.0.0.1:" + address.getPort(),
                "-verify_hostname",
                "sip.example.com",
                "-verify_return_error",
                "-CAfile",
                server.certificate.toString(),
                "-cert",
                phone.certificate.toString(),
                "-key",
                phone.key.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String answer =
          meanwhile(
              () -> {
                client
                    .getOutputStream()
                    .write(Texts.options("TLS", "192.0.2.1", 1).getBytes(ISO_8859_1));
                client.getOutputStream().flush();
                return readUntil(client.getInputStream(), END);
              });
      assertThat(answer).startsWith("SIP/2.0 200").contains("SIP/2.0/TLS");
      assertThat(log.lines).isEmpty();
    } finally {
      client.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static String readUntil(InputStream in, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (!text.toString().endsWith(end)) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      text.append((char) b);
    }
    return text.toString();
  }
}
