package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.testkit.CertificateAuthority;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/**
 * A server with a TLS listen point, as users configure it: phones and servers call it and are
 * called.
 */
class TlsServerTest extends TlsInContainer {
  private static final int CARRIER_PORT = MicroServer.freePort();

  private static CertificateAuthority.Issued own;

  @BeforeAll
  static void start() throws Exception {
    authority = new CertificateAuthority(directory);
    own = authority.issue("server", "dns:sip.example.com,ip:127.0.0.1");
    CertificateAuthority.Issued carrier = authority.issue("carrier", "ip:127.0.0.1");
    start(
        own.certificate(),
        own.key(),
        "-Dsip.listen=udp:127.0.0.1:%1$d,tcp:127.0.0.1:%1$d,tls:127.0.0.1:%2$d,tls/carrier:127.0.0.1:%3$d"
            .formatted(SIP_PORT, TLS_PORT, CARRIER_PORT),
        "-Dsip.tls.carrier.certificate=" + carrier.certificate(),
        "-Dsip.tls.carrier.key=" + carrier.key(),
        "-Dsip.tls.carrier.client-auth=need");
  }

  private static String uri(String scheme, String user) {
    return scheme + ":" + user + "@127.0.0.1:" + TLS_PORT;
  }

  @Test
  @DisplayName("The start-up screen names the TLS listen point")
  void startUp() {
    assertThat(server.log())
        .contains("  SIP          tls:127.0.0.1:" + TLS_PORT)
        .contains("  SIP          tls:127.0.0.1:" + CARRIER_PORT);
  }

  @Test
  @DisplayName(
      "A call over TLS: Via, Contact, isSecure; a request of the server uses its connection")
  void call() {
    try (SipPhone phone = tlsPhone()) {
      Call call = phone.invite("bob", "X-Info: yes");
      SipMessage ok = call.expect(200);
      assertThat(ok.header("Via")).startsWith("SIP/2.0/TLS 127.0.0.1:");
      assertThat(ok.header("Contact")).isEqualTo("<sip:127.0.0.1:" + TLS_PORT + ";transport=tls>");
      assertThat(ok.header("X-Reached")).isEqualTo("sip TLS true");
      call.ack();
      SipMessage info = phone.awaitRequest("INFO");
      assertThat(info.header("Via")).startsWith("SIP/2.0/TLS 127.0.0.1:" + TLS_PORT + ";");
      phone.respond(info, 200, "OK");
      call.bye().expect(200);
    }
  }

  @Test
  @Tag("RFC5630-5.1.2")
  @DisplayName("A sips request over TLS is answered with a sips Contact; over UDP it is refused")
  void sips() {
    try (SipPhone phone = tlsPhone();
        SipPhone other = phone("udp")) {
      SipMessage ok = phone.invite(uri("sips", "bob")).expect(200);
      assertThat(ok.header("Contact")).isEqualTo("<sips:127.0.0.1:" + TLS_PORT + ">");
      assertThat(ok.header("X-Reached")).isEqualTo("sips TLS true");
      SipMessage refusal = other.request("OPTIONS", uri("sips", "bob")).expect(480);
      assertThat(refusal.header("Warning")).isEqualTo("380 127.0.0.1 \"SIPS Not Allowed\"");
      assertThat(other.request("OPTIONS", "bob").expect(200).header("X-Reached"))
          .isEqualTo("sip UDP false");
    }
  }

  @Test
  @DisplayName("A listen point with a name has its own certificate, and asks for one")
  void named() throws Exception {
    SSLContext client = own.context();
    try (SSLSocket socket =
        (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", CARRIER_PORT)) {
      assertThat(socket.getSession().getPeerPrincipal().getName()).isEqualTo("CN=carrier");
    }
    try (SipPhone phone = SipPhone.overTls(CARRIER_PORT, client).patience(PATIENCE)) {
      SipMessage ok = phone.invite("bob").expect(200);
      assertThat(ok.header("Contact"))
          .isEqualTo("<sip:127.0.0.1:" + CARRIER_PORT + ";transport=tls>");
      assertThat(ok.header("X-Peer")).isEqualTo("CN=server");
    }
    try (SSLSocket stranger =
        (SSLSocket)
            authority.context().getSocketFactory().createSocket("127.0.0.1", CARRIER_PORT)) {
      stranger.setSoTimeout((int) PATIENCE.toMillis());
      assertThatThrownBy(() -> stranger.getInputStream().read())
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("Received fatal alert: ")
          .hasMessageContaining("certificate");
    }
  }

  @Test
  @Tag("RFC5630-5.1.1")
  @DisplayName("The server calls a sips URI: TLS, a sips Contact, one connection for two calls")
  void callsByTls() throws Exception {
    try (TlsPeer peer = new TlsPeer(authority.issue("peer", "ip:127.0.0.1").context());
        SipPhone phone = phone("udp")) {
      String target = "X-Target: sips:peer@127.0.0.1:" + peer.port();
      for (int i = 0; i < 2; i++) {
        SipMessage answer = phone.request("SUBSCRIBE", "ask", target, "Event: x").expect(200);
        assertThat(answer.header("X-Reached")).isEqualTo("TLS true");
      }
      assertThat(peer.connections()).isEqualTo(1);
      SipMessage asked = peer.requests().get(0);
      assertThat(asked.startLine()).contains("sips:peer@127.0.0.1:" + peer.port());
      assertThat(asked.header("Via")).startsWith("SIP/2.0/TLS 127.0.0.1:" + TLS_PORT + ";");
      assertThat(asked.header("Contact")).isEqualTo("<sips:127.0.0.1:" + TLS_PORT + ">");
    }
  }

  /** Calls by sip with transport=tls, too, as phones of today do (RFC 5630 3.1.4 deprecates it). */
  @ParameterizedTest
  @CsvSource({
    "sips:peer@127.0.0.1:%d,sips:127.0.0.1:%d",
    "sip:peer@127.0.0.1:%d;transport=tls,sip:127.0.0.1:%d;transport=tls"
  })
  @DisplayName("The server calls by TLS and hangs up: Via and Contact are the TLS listen point's")
  void callsAndHangsUp(String target, String contact) throws Exception {
    String name = target.substring(0, target.indexOf(':')) + "-called";
    try (TlsPeer peer = new TlsPeer(authority.issue(name, "ip:127.0.0.1").context());
        SipPhone phone = phone("udp")) {
      Call call = phone.invite("ask", "X-Target: <%s>".formatted(target.formatted(peer.port())));
      assertThat(call.expect(200).header("X-Reached")).isEqualTo("TLS true");
      call.ack();
      call.bye().expect(200);
      List<SipMessage> requests = peer.requests();
      await()
          .untilAsserted(
              () ->
                  assertThat(requests)
                      .extracting(SipMessage::method)
                      .containsExactly("INVITE", "ACK", "BYE"));
      for (SipMessage request : requests) {
        assertThat(request.header("Via")).startsWith("SIP/2.0/TLS 127.0.0.1:" + TLS_PORT + ";");
      }
      assertThat(requests.get(0).header("Contact"))
          .isEqualTo("<" + contact.formatted(TLS_PORT) + ">");
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  /** JSR 289 4.1.3: it is no system header there. */
  @Test
  @DisplayName("A REGISTER by TLS has the Contact that its application has set")
  void registers() throws Exception {
    try (TlsPeer peer = new TlsPeer(authority.issue("registrar", "ip:127.0.0.1").context());
        SipPhone phone = phone("udp")) {
      String target = "X-Target: <sip:peer@127.0.0.1:" + peer.port() + ";transport=tls>";
      phone
          .request("REGISTER", "ask", target, "X-Contact: <sips:phone@127.0.0.1:5071>")
          .expect(200);
      SipMessage register = peer.requests().get(0);
      assertThat(register.header("Via")).startsWith("SIP/2.0/TLS 127.0.0.1:" + TLS_PORT + ";");
      assertThat(register.header("Contact")).isEqualTo("<sips:phone@127.0.0.1:5071>");
    }
  }

  @Test
  @Tag("RFC5658")
  @DisplayName("A call proxied from UDP to TLS has a Record-Route of each side")
  void proxied() throws Exception {
    try (TlsPeer peer = new TlsPeer(authority.issue("callee", "ip:127.0.0.1").context());
        SipPhone phone = phone("udp")) {
      String uri = "sip:peer@127.0.0.1:" + peer.port() + ";transport=tls";
      Call call = phone.invite("proxy", "X-Target: " + uri);
      call.expect(200);
      call.ack();
      call.bye().expect(200);
      List<SipMessage> requests = peer.requests();
      assertThat(requests).extracting(SipMessage::method).containsExactly("INVITE", "ACK", "BYE");
      assertThat(requests.get(0).all("Record-Route")).hasSize(2);
      assertThat(requests.get(0).all("Record-Route").get(0)).contains(";transport=tls");
      assertThat(requests.get(0).all("Record-Route").get(1)).doesNotContain("transport");
      assertThat(peer.connections()).isEqualTo(1);
    }
  }

  @Test
  @Tag("RFC5922-7.2")
  @DisplayName(
      "A server with a wrong, expired or worthless certificate is not spoken to: 503, and why")
  void wrongPeers() throws Exception {
    Map<CertificateAuthority.Issued, String> peers =
        Map.of(
            authority.issue("elsewhere", "ip:127.0.0.2"), "certificate is for another name",
            authority.issue("old", "ip:127.0.0.1", "-startdate", "-10d", "-validity", "2"),
                "its certificate has expired",
            authority.selfSigned("nobody", "ip:127.0.0.1"),
                "nobody trusted vouches for its certificate");
    for (Map.Entry<CertificateAuthority.Issued, String> each : peers.entrySet()) {
      try (TlsPeer peer = new TlsPeer(each.getKey().context());
          SipPhone phone = phone("udp")) {
        String target = "X-Target: sips:peer@127.0.0.1:" + peer.port();
        phone.request("MESSAGE", "ask", target).expect(503);
        assertThat(peer.requests()).isEmpty();
        server.awaitLog("TLS handshake with a server failed, peer /127.0.0.1:" + peer.port());
        server.awaitLog(each.getValue());
      }
    }
  }

  @Test
  @DisplayName("All mistakes in the TLS settings are told at once when the server starts")
  void mistakes() throws Exception {
    Path log = directory.resolve("mistakes");
    try (MicroServer wrong =
        new MicroServer(
            log,
            directory.resolve("secure.war"),
            "-Dsip.listen=tls:127.0.0.1:" + MicroServer.freePort(),
            "-Dsip.tls.key=" + directory.resolve("absent.key"),
            "-Dsip.tls.client-auth=perhaps",
            "-Dsip.tls.trust=" + own.key())) {
      assertThat(wrong.log())
          .contains("SIPA-0112: TLS has 4 error(s) in its settings and files:")
          .contains("SIPA-0103: sip.tls.client-auth has the value \"perhaps\"")
          .contains("SIPA-0103: sip.tls.certificate has the value \"\": TLS needs a certificate")
          .contains("absent.key\": there is no such file")
          .contains("it holds no certificate in PEM form");
    }
  }
}
