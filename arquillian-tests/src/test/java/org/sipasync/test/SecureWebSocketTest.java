package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.testkit.CertificateAuthority;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** SIP over WebSocket over TLS (RFC 7118): Payara's HTTPS listener with a certificate of ours. */
@Tag("7118")
class SecureWebSocketTest extends InContainer {
  private static final int HTTPS_PORT = MicroServer.freePort();
  private static final String SERVER = "127.0.0.1:" + SIP_PORT;
  private static final URI WSS = URI.create("wss://127.0.0.1:%d/socket/sip".formatted(HTTPS_PORT));

  @TempDir static Path directory;

  private static CertificateAuthority authority;
  private static MicroServer server;

  @BeforeAll
  static void start() throws Exception {
    authority = new CertificateAuthority(directory);
    authority.issue("https", "ip:127.0.0.1");
    server =
        MicroServer.withHttps(
            directory.resolve("log"),
            file(directory, WebSocketTest.socketWar()),
            HTTPS_PORT,
            authority.store(),
            "https");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** A phone of some transport that has registered. */
  private static SipPhone registered(String transport, String user) {
    SipPhone phone =
        switch (transport) {
          case "wss" -> SipPhone.overWebSocket(WSS, SIP_PORT, authority.context());
          case "ws" ->
              SipPhone.overWebSocket(
                  URI.create("ws://127.0.0.1:%d/socket/sip".formatted(server.port())), SIP_PORT);
          default -> phone(transport);
        };
    phone.patience(PATIENCE).as(user).request("REGISTER", user).expect(200);
    return phone;
  }

  /** Registers a sips Contact, and returns it. */
  private static String secured(SipPhone phone, String user) {
    String contact = "<" + phone.address().replaceFirst("sip:", "sips:") + ">";
    phone.request("REGISTER", "sips:" + user + "@" + SERVER, "Contact: " + contact).expect(200);
    return contact;
  }

  @Test
  @DisplayName("A client registers by wss: Via says WSS, its Contact ws; isSecure is true")
  void registers() {
    try (SipPhone phone = registered("wss", "alice")) {
      SipMessage ok = phone.request("REGISTER", "alice").expect(200);
      assertThat(ok.header("Via")).contains("SIP/2.0/WSS ", ".invalid", "received=127.0.0.1");
      assertThat(ok.header("Contact")).contains(".invalid;transport=ws");
      assertThat(phone.request("MESSAGE", "about").expect(200).body())
          .isEqualTo("transport=WSS secure=true remote=127.0.0.1 initial=WSS");
    }
    try (SipPhone plain = registered("ws", "bert")) {
      assertThat(plain.request("MESSAGE", "about").expect(200).body())
          .startsWith("transport=WS secure=false");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "proxy,udp,wss",
    "proxy,wss,udp",
    "proxy,wss,ws",
    "proxy,wss,wss",
    "bridge,udp,wss",
    "bridge,wss,wss"
  })
  @DisplayName("Calls by wss; requests within the dialog go back by the flow, both ways")
  void calls(String how, String from, String to) {
    try (SipPhone caller = registered(from, "caller");
        SipPhone callee = registered(to, "callee")) {
      Call call = caller.invite(how + "-callee");
      IncomingCall incoming = talk(call, callee);
      SipMessage invite = incoming.invite();
      assertThat(invite.header("Via")).startsWith("SIP/2.0/" + to.toUpperCase() + " ");
      assertThat(invite.all("Record-Route")).hasSize(how.equals("bridge") ? 0 : 2);
      var info = incoming.send("INFO");
      SipMessage asked = caller.awaitRequest("INFO");
      assertThat(asked.header("Via")).startsWith("SIP/2.0/" + from.toUpperCase() + " ");
      caller.respond(asked, 200, "OK");
      info.expect(200);
      var bye = call.bye();
      incoming.awaitBye();
      bye.expect(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"proxy", "bridge"})
  @Tag("RFC5630-5.1")
  @DisplayName(
      "A sips call from wss to wss: the Request-URI and all that names this server is sips")
  void sips(String how) {
    try (SipPhone caller = registered("wss", "caller");
        SipPhone callee = registered("wss", "callee")) {
      String contact = secured(callee, "callee");
      String own = "<" + caller.address().replaceFirst("sip:", "sips:") + ">";
      Call call = caller.invite("sips:" + how + "-callee@" + SERVER, "Contact: " + own);
      IncomingCall incoming = callee.awaitCall();
      SipMessage invite = incoming.invite();
      assertThat("<" + invite.requestUri() + ">").isEqualTo(contact);
      assertThat(invite.header("Contact")).startsWith("<sips:");
      assertThat(invite.all("Record-Route")).allMatch(route -> route.startsWith("<sips:"));
      incoming.accept("Contact: " + contact);
      assertThat(call.expect(200).header("Contact")).startsWith("<sips:");
      call.ack();
      incoming.awaitAck();
      var bye = incoming.send("BYE", "Contact: " + contact);
      caller.respond(caller.awaitRequest("BYE"), 200, "OK");
      bye.expect(200);
    }
  }

  @Test
  @Tag("RFC5630-5.1")
  @DisplayName("A sips URI leads to no client without TLS, and no sips request comes by UDP or ws")
  void noSipsWithoutTls() {
    try (SipPhone caller = registered("wss", "caller");
        SipPhone plain = registered("ws", "plain");
        SipPhone callee = registered("wss", "callee")) {
      secured(callee, "callee");
      String contact = "<" + plain.address().replaceFirst("sip:", "sips:") + ">";
      caller.request("REGISTER", "plain", "Contact: " + contact).expect(200);
      Call call = caller.invite("sips:proxy-plain@" + SERVER);
      assertThat(call.invite().expectFinal().status()).isIn(408, 480, 500, 503);
      for (SipPhone each : List.of(plain, phone("udp"))) {
        Call refused = each.invite("sips:proxy-callee@" + SERVER);
        assertThat(refused.invite().expectFinal().status()).isIn(416, 480);
      }
    }
  }

  @Test
  @DisplayName("A client that does not trust the certificate does not connect")
  void untrusted() throws Exception {
    assertThatThrownBy(() -> SipPhone.overWebSocket(WSS, SIP_PORT, SSLContext.getDefault()))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseInstanceOf(Exception.class)
        .hasStackTraceContaining(SSLHandshakeException.class.getSimpleName());
  }

  @Test
  @EnabledIf("org.sipasync.test.Chromium#isInstalled")
  @DisplayName("A page that came by https calls, and is called, by wss; a foreign page is refused")
  void browser() {
    try (Chromium chromium = new Chromium();
        SipPhone bert = registered("udp", "bert")) {
      Page page = open(chromium, "127.0.0.1");
      page.evaluate("() => { window.phone = new Phone('anna'); return phone.opened; }");
      assertThat(page.evaluate("server => phone.register(server)", SERVER)).isEqualTo(200);
      page.evaluate("uri => { phone.calling = phone.call(uri); }", "sip:proxy-bert@" + SERVER);
      IncomingCall incoming = bert.awaitCall();
      incoming.accept();
      assertThat(page.evaluate("() => phone.calling")).isEqualTo(200);
      incoming.awaitAck();
      page.evaluate("() => { phone.ending = phone.hangUp(); }");
      assertThat(incoming.awaitBye().all("Via").get(1)).startsWith("SIP/2.0/WSS ");
      assertThat(page.evaluate("() => phone.ending")).isEqualTo(200);
      Call call = bert.invite("bridge-anna");
      call.expect(200);
      call.ack();
      call.bye().expect(200);
      Page foreign = open(chromium, "localhost");
      String connect =
          "url => new Promise(end => { const socket = new WebSocket(url, 'sip');"
              + " socket.onopen = () => end('open'); socket.onclose = event => end(event.code); })";
      assertThat(foreign.evaluate(connect, WSS.toString())).isEqualTo(1006);
    }
  }

  private static Page open(Chromium chromium, String host) {
    Page page = chromium.browser().newPage(new Browser.NewPageOptions().setIgnoreHTTPSErrors(true));
    page.setDefaultTimeout(PATIENCE.toMillis());
    page.navigate("https://%s:%d/socket/phone.html".formatted(host, HTTPS_PORT));
    return page;
  }
}
