package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.test.b2bua.Legs;
import org.sipasync.test.socket.SocketServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** SIP over WebSocket (RFC 7118): a WAR asks for it by its own properties. */
@ArquillianTest
class WebSocketTest extends InContainer {
  @ArquillianResource URL application;

  @Deployment(testable = false)
  static WebArchive socket() {
    return socketWar();
  }

  /** A WAR that accepts WebSockets at {@code /socket/sip}. */
  static WebArchive socketWar() {
    return war("socket", SocketServlet.class.getPackage())
        .addClass(Legs.class)
        .addAsResource(
            new StringAsset("sip.websocket.path=/sip\n"), "META-INF/microprofile-config.properties")
        .addAsWebResource("socket/phone.html", "phone.html");
  }

  private URI endpoint() {
    return URI.create("ws://127.0.0.1:%d/socket/sip".formatted(application.getPort()));
  }

  private SipPhone webPhone(String user) {
    return registered(SipPhone.overWebSocket(endpoint(), SIP_PORT).patience(PATIENCE), user);
  }

  private static SipPhone udpPhone(String user) {
    return registered(phone("udp"), user);
  }

  private static SipPhone registered(SipPhone phone, String user) {
    phone.as(user);
    phone.request("REGISTER", user).expect(200);
    return phone;
  }

  private SipPhone phone(String transport, String user) {
    return transport.equals("ws") ? webPhone(user) : udpPhone(user);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName("A client registers and asks, in text or binary frames, and sees RFC 7118's answers")
  void registers(boolean isBinary) {
    try (SipPhone phone = SipPhone.overWebSocket(endpoint(), SIP_PORT, isBinary)) {
      SipMessage ok = phone.as("alice").request("REGISTER", "alice").expect(200);
      assertThat(ok.header("Via")).contains("SIP/2.0/WS ", ".invalid", "received=127.0.0.1");
      assertThat(ok.header("Contact")).contains(".invalid;transport=ws");
      assertThat(phone.request("MESSAGE", "about").expect(200).body())
          .isEqualTo("transport=WS secure=false remote=127.0.0.1 initial=WS");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "proxy,udp,ws",
    "proxy,ws,udp",
    "proxy,ws,ws",
    "bridge,udp,ws",
    "bridge,ws,udp",
    "bridge,ws,ws"
  })
  @DisplayName("Calls between WebSocket and UDP, by a proxy and bridged; either side hangs up")
  void calls(String how, String from, String to) {
    try (SipPhone caller = phone(from, "caller");
        SipPhone callee = phone(to, "callee")) {
      Call call = caller.invite(how + "-callee");
      IncomingCall incoming = talk(call, callee);
      checkInvite(incoming.invite(), how, from, to);
      call.bye();
      incoming.awaitBye();

      Call second = caller.invite(how + "-callee");
      IncomingCall answered = talk(second, callee);
      SipMessage ok = second.invite().expect(200);
      assertThat(ok.header("Contact"))
          .contains(how.equals("bridge") ? "127.0.0.1" : to.equals("ws") ? ".invalid" : "udp");
      var bye = answered.bye();
      caller.respond(caller.awaitRequest("BYE"), 200, "OK");
      bye.expect(200);
    }
  }

  private static void checkInvite(SipMessage invite, String how, String from, String to) {
    assertThat(invite.header("Via")).startsWith("SIP/2.0/" + to.toUpperCase(Locale.ROOT));
    if (to.equals("ws")) {
      assertThat(invite.startLine()).contains(".invalid;transport=ws");
    }
    List<String> routes = invite.all("Record-Route");
    // one for each side: they differ in their transports, or in the tokens of their flows
    assertThat(routes).hasSize(how.equals("bridge") ? 0 : 2);
    assertThat(routes).allMatch(route -> route.contains("127.0.0.1") && route.contains(";lr"));
  }

  @Test
  @Tag("A2")
  @DisplayName("A suspended INVITE is resumed over its WebSocket")
  void resumed() {
    try (SipPhone phone = webPhone("alice")) {
      Call call = phone.invite("later-300");
      call.expect(100);
      call.expect(200);
      call.ack();
      call.bye().expect(200);
    }
  }

  @Test
  @Tag("A8")
  @DisplayName("CANCEL over the WebSocket ends a suspension")
  void cancelled() {
    try (SipPhone phone = webPhone("alice")) {
      Call call = phone.invite("later-60000");
      call.expect(100);
      call.cancel().expect(200);
      call.ackFailure(487);
      awaitNotes(call, "suspended", "ended-by:CANCEL", "cancelled:null");
    }
  }

  private static void awaitNotes(Call call, String... notes) {
    try (SipPhone phone = phone("udp")) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(notes(phone, call.callId()).split(" ")).contains(notes));
    }
  }

  @Test
  @Tag("A8")
  @DisplayName("A client that is gone has cancelled: nobody can be told of an answer")
  void closedWhileSuspended() {
    Call call;
    try (SipPhone phone = webPhone("alice")) {
      call = phone.invite("later-60000");
      call.expect(100);
    }
    awaitNotes(call, "suspended", "ended-by:connection-closed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy", "bridge"})
  @DisplayName("The callee's call is cancelled when its caller's WebSocket closes")
  void callerCloses(String how) {
    try (SipPhone callee = udpPhone("callee")) {
      IncomingCall incoming;
      try (SipPhone caller = webPhone("caller")) {
        Call call = caller.invite(how + "-callee");
        incoming = callee.awaitCall();
        incoming.ring();
        call.expect(180);
      }
      incoming.awaitCancel();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy", "bridge"})
  @DisplayName("The caller is told when the ringing callee's WebSocket closes")
  void calleeCloses(String how) {
    try (SipPhone caller = udpPhone("caller")) {
      Call call;
      try (SipPhone callee = webPhone("callee")) {
        call = caller.invite(how + "-callee");
        callee.awaitCall().ring();
        call.expect(180);
      }
      assertThat(call.invite().expectFinal().status()).isIn(408, 480, 500, 503);
    }
  }

  @Test
  @DisplayName("A call to a client that is gone fails at once, and nothing is looked up")
  void calleeIsGone() {
    webPhone("gone").close();
    try (SipPhone caller = udpPhone("caller")) {
      Call call = caller.invite("proxy-gone");
      assertThat(call.invite().expectFinal().status()).isIn(408, 480, 500, 503);
    }
  }
}
