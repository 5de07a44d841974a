package org.sipasync.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.testkit.Baresip;
import org.sipasync.testkit.CertificateAuthority;
import org.sipasync.testkit.Kamailio;
import org.sipasync.testkit.Servers;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** Debian's OpenSSL, Kamailio and baresip speak TLS with the server, which wants certificates. */
@Timeout(600)
class TlsProgramsTest extends TlsInContainer {
  private static final String OPENSSL = "/usr/bin/openssl";

  private static CertificateAuthority.Issued peer;

  @BeforeAll
  static void start() throws Exception {
    authority = new CertificateAuthority(directory);
    peer = authority.issue("peer", "ip:127.0.0.1");
    CertificateAuthority.Issued own = authority.issue("server", "ip:127.0.0.1");
    start(own.certificate(), own.key(), "-Dsip.tls.client-auth=need");
  }

  @ParameterizedTest(
      name = "openssl s_client {0} verifies the server, is verified, and gets an answer")
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void openssl(String version) throws Exception {
    Servers.require(OPENSSL);
    Process client =
        new ProcessBuilder(
                OPENSSL,
                "s_client",
                version,
                "-quiet",
                "-connect",
                "127.0.0.1:" + TLS_PORT,
                "-verify_return_error",
                "-verify_ip",
                "127.0.0.1",
                "-CAfile",
                authority.certificate().toString(),
                "-cert",
                peer.certificate().toString(),
                "-key",
                peer.key().toString())
            .redirectError(directory.resolve("openssl.log").toFile())
            .start();
    try (BufferedReader answer = client.inputReader(UTF_8)) {
      client.outputWriter(UTF_8).append(options()).flush();
      assertThat(answer.readLine())
          .as(Files.readString(directory.resolve("openssl.log")))
          .isEqualTo("SIP/2.0 200 OK");
    } finally {
      client.destroyForcibly();
    }
  }

  private static String options() {
    return """
    OPTIONS sip:bob@127.0.0.1:%d;transport=tls SIP/2.0
    Via: SIP/2.0/TLS 127.0.0.1:5999;branch=z9hG4bKopenssl
    From: <sip:openssl@127.0.0.1>;tag=a
    To: <sip:bob@127.0.0.1>
    Call-ID: openssl
    CSeq: 1 OPTIONS
    Max-Forwards: 70
    Content-Length: 0

    """
        .formatted(TLS_PORT)
        .replace("\n", "\r\n");
  }

  private static Kamailio kamailio() {
    String routes =
        """
        request_route {
          if ($rU == "kamailio") {
            append_to_reply("X-Proto: $proto\\r\\n");
            sl_send_reply("200", "OK");
            exit;
          }
          if (has_totag()) {
            loose_route();
            t_relay();
            exit;
          }
          record_route();
          $du = "sip:127.0.0.1:%d;transport=tls";
          t_relay();
        }
        """
            .formatted(TLS_PORT);
    return Kamailio.start(peer, authority.certificate(), routes);
  }

  @Test
  @DisplayName("A call by way of Kamailio: UDP before it, mutual TLS behind it, in both directions")
  void callsByKamailio() {
    try (Kamailio proxy = kamailio();
        SipPhone phone = SipPhone.over("udp", proxy.port()).patience(PATIENCE)) {
      Call call = phone.invite("bob", "X-Info: yes");
      SipMessage ok = call.expect(200);
      assertThat(ok.header("X-Reached")).isEqualTo("sip TLS true");
      assertThat(ok.header("X-Peer")).as("who has shown a certificate").isEqualTo("CN=peer");
      call.ack();
      phone.respond(phone.awaitRequest("INFO"), 200, "OK");
      call.bye().expect(200);
    }
  }

  @Test
  @DisplayName("The server asks Kamailio by sips, which verifies it")
  void asksKamailio() {
    try (Kamailio proxy = kamailio();
        SipPhone phone = phone("udp")) {
      String target = "X-Target: sips:kamailio@127.0.0.1:" + proxy.tlsPort();
      SipMessage answer = phone.request("OPTIONS", "ask", target).expect(200);
      assertThat(answer.header("X-Reached")).isEqualTo("TLS true");
    }
  }

  private Baresip baresip(Path home) throws IOException {
    Path both = home.resolve("baresip.pem");
    Files.writeString(both, Files.readString(peer.certificate()) + Files.readString(peer.key()));
    return new Baresip(home, "sip_certificate " + both, "sip_cafile " + authority.certificate());
  }

  @Test
  @DisplayName("baresip calls by TLS, is called back on its connection, and hangs up")
  void baresipCalls(@TempDir Path home) throws Exception {
    try (Baresip baresip = baresip(home)) {
      String bob = "sip:bob@127.0.0.1:" + TLS_PORT + ";transport=tls";
      baresip.command("dial " + bob);
      baresip.expect("Call established: " + bob);
      baresip.command("hangup");
      baresip.expect("terminate call .* with " + bob);
    }
  }

  @Test
  @DisplayName("The server asks baresip by TLS")
  void asksBaresip(@TempDir Path home) throws Exception {
    try (Baresip baresip = baresip(home);
        SipPhone phone = phone("udp")) {
      String target = "<sip:baresip@127.0.0.1:%d;transport=tls>".formatted(baresip.port("tls"));
      SipMessage answer = phone.request("OPTIONS", "ask", "X-Target: " + target).expect(200);
      assertThat(answer.header("X-Reached")).isEqualTo("TLS true");
    }
  }
}
