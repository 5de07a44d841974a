package org.sipasync.test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.testkit.CertificateAuthority;
import org.sipasync.testkit.phone.SipPhone;

/** Peers with bad certificates and bad TLS: each is told of once, and nobody else is disturbed. */
class TlsFaultsTest extends TlsInContainer {
  private static final int SILENT = 200;

  private static CertificateAuthority.Issued honest;
  private static CertificateAuthority.Issued thief;
  private static Path certificate;
  private static Path key;

  @BeforeAll
  static void start() throws Exception {
    authority = new CertificateAuthority(directory);
    honest = authority.issue("honest", "dns:phone.example.com");
    thief = authority.issue("thief", "dns:phone.example.com");
    certificate = directory.resolve("served.pem");
    key = directory.resolve("served.key");
    serve(authority.issue("server", "ip:127.0.0.1"));
    start(
        certificate,
        key,
        "-Dsip.tls.crl=" + authority.revoked(2, thief),
        "-Dsip.tls.client-auth=need");
  }

  /** Puts a certificate where the server looks for its own. */
  private static void serve(CertificateAuthority.Issued own) throws IOException {
    Files.copy(own.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(own.key(), key, StandardCopyOption.REPLACE_EXISTING);
  }

  private static SipPhone honestPhone() {
    return SipPhone.overTls(TLS_PORT, honest.context()).patience(PATIENCE);
  }

  @AfterEach
  void othersAreServed() {
    try (SipPhone phone = honestPhone();
        SipPhone plain = phone("tcp")) {
      phone.request("OPTIONS", "bob").expect(200);
      plain.request("OPTIONS", "bob").expect(200);
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  /** True if the server ends a connection without an answer to a ping. */
  private static boolean isRefused(Socket socket) {
    try {
      socket.getOutputStream().write("\r\n\r\n".getBytes(ISO_8859_1));
    } catch (IOException e) {
      // the end may have come
    }
    return isEnded(socket);
  }

  private static boolean isEnded(Socket socket) {
    try (socket) {
      byte[] answer = socket.getInputStream().readAllBytes();
      return !new String(answer, ISO_8859_1).contains("\r\n");
    } catch (IOException e) {
      return !(e instanceof SocketTimeoutException);
    }
  }

  private static Socket secured(SSLContext context) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(connect(TLS_PORT), "127.0.0.1", TLS_PORT, true);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  @Test
  @DisplayName(
      "Clients without a certificate, with an expired, revoked or worthless one are refused")
  void wrongClients() throws Exception {
    Map<SSLContext, String> clients =
        Map.of(
            authority.context(),
            "it shows no certificate (sip.tls.client-auth)",
            authority.issue("old", "dns:a", "-startdate", "-10d", "-validity", "2").context(),
            "its certificate has expired",
            thief.context(),
            "its certificate is revoked (sip.tls.crl)",
            authority.selfSigned("nobody", "dns:a").context(),
            "nobody trusted vouches for its certificate (sip.tls.trust)");
    for (Map.Entry<SSLContext, String> each : clients.entrySet()) {
      assertThat(isRefused(secured(each.getKey()))).as(each.getValue()).isTrue();
      server.awaitLog(each.getValue());
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "4f5054494f4e53207369703a61, the peer speaks plain SIP on a TLS port",
    "010203040506, this is no TLS",
    "1603037f7f0101, 'a TLS record is too long, bytes: 32639'"
  })
  void noTls(String hex, String why) throws Exception {
    Socket peer = connect(TLS_PORT);
    peer.getOutputStream().write(HexFormat.of().parseHex(hex));
    assertThat(isRefused(peer)).isTrue();
    server.awaitLog(why);
    assertThat(server.log()).doesNotContain("\tat org.sipasync");
  }

  @Test
  @DisplayName("A second handshake on a connection is refused")
  void renegotiation() throws Exception {
    SSLSocket client = (SSLSocket) secured(honest.context());
    client.setEnabledProtocols(new String[] {"TLSv1.2"});
    client.startHandshake();
    try {
      client.startHandshake();
    } catch (IOException refused) {
      // or a little later
    }
    assertThat(isRefused(client)).isTrue();
    server.awaitLog("renegotiation is refused");
  }

  @Test
  @DisplayName("TLS on the TCP port is recognised")
  void tlsOnThePlainPort() throws Exception {
    Socket peer = connect(SIP_PORT);
    SSLSocket client =
        (SSLSocket)
            honest.context().getSocketFactory().createSocket(peer, "127.0.0.1", SIP_PORT, true);
    assertThat(isRefused(client)).isTrue();
    server.awaitLog("the peer speaks TLS on a plain TCP port");
  }

  @Test
  @DisplayName("Peers that are silent or slow in their handshake delay nobody and are dropped")
  void silentPeers() throws Exception {
    List<Socket> peers = new ArrayList<>();
    for (int i = 0; i < SILENT; i++) {
      Socket peer = connect(TLS_PORT);
      if (i % 2 == 0) {
        peer.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});
      }
      peers.add(peer);
    }
    othersAreServed();
    for (Socket peer : peers) {
      assertThat(isEnded(peer)).isTrue();
    }
    server.awaitLog("TLS handshake does not end");
  }

  @Test
  @DisplayName("A new certificate is served without a restart; open connections go on")
  void reloaded() throws Exception {
    try (SipPhone before = honestPhone()) {
      before.request("OPTIONS", "bob").expect(200);
      serve(authority.issue("renewed", "ip:127.0.0.1"));
      await().untilAsserted(() -> assertThat(shown()).isEqualTo("CN=renewed"));
      before.request("OPTIONS", "bob").expect(200);
      server.awaitLog("SIPA-0352: The TLS files were read again");
    }
  }

  private static String shown() throws IOException {
    try (SSLSocket client = (SSLSocket) secured(honest.context())) {
      client.startHandshake();
      X509Certificate own = (X509Certificate) client.getSession().getPeerCertificates()[0];
      return own.getSubjectX500Principal().getName();
    }
  }

  @Test
  @DisplayName("Files that do not fit leave the former certificate in use")
  void unfitFiles() throws Exception {
    byte[] good = Files.readAllBytes(key);
    String former = shown();
    try {
      Files.copy(thief.key(), key, StandardCopyOption.REPLACE_EXISTING);
      server.awaitLog("SIPA-0351: The changed TLS files cannot be used");
      assertThat(shown()).isEqualTo(former);
    } finally {
      Files.write(key, good);
    }
  }

  @Test
  @DisplayName("A certificate that is revoked later is refused within seconds")
  void revokedLater() {
    CertificateAuthority.Issued lost = authority.issue("lost", "dns:lost.example.com");
    try (SipPhone phone = SipPhone.overTls(TLS_PORT, lost.context()).patience(PATIENCE)) {
      phone.request("OPTIONS", "bob").expect(200);
    }
    authority.revoked(2, thief, lost);
    await().until(() -> isRefused(secured(lost.context())));
  }
}
