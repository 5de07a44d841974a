package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;

/** Requests that no application wants, and that may be sent on (JSR 289 15.4.1). */
@Tag("289-15.4.1")
class RelayTest {
  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;

  @BeforeEach
  void allow() {
    test.router = asked -> TestRouter.to(null);
    test.relay = hop -> hop.host().equals("listed");
  }

  @AfterEach
  void close() {
    test.close();
  }

  private void receive(String method, String uri, String... headers) {
    test.receive(TestContainer.request(method, uri, "i", 1, "", headers));
  }

  @Test
  void requestGoesOnAsByAProxyThatRecordsNoRoute() throws Exception {
    receive("INVITE", "sip:bob@listed");
    SipRequest out = flow.lastRequest();
    assertThat(out.startLine()).isEqualTo("INVITE sip:bob@listed SIP/2.0");
    assertThat(out.maxForwards()).isEqualTo(69);
    assertThat(out.headers(HeaderName.VIA)).hasSize(2);
    assertThat(out.has(HeaderName.RECORD_ROUTE)).isFalse();
    test.answer(out, 180, "bob");
    test.answer(out, 200, "bob", "Contact: <sip:bob@desk>");
    assertThat(flow.lastResponse().headers(HeaderName.VIA)).hasSize(1);
    assertThat(flow.take())
        .containsExactly("INVITE sip:bob@listed", "180 Ringing INVITE", "200 OK INVITE");
    assertThat(test.log).isEmpty();
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void requestThatGoesOnIsCancelled() {
    receive("INVITE", "sip:bob@listed");
    SipRequest out = flow.lastRequest();
    test.answer(out, 180, "bob");
    flow.take();
    receive("CANCEL", "sip:bob@listed");
    assertThat(flow.take()).containsExactly("200 OK CANCEL", "CANCEL sip:bob@listed");
    test.answer(out, 487, "bob");
    assertThat(flow.take()).containsExactly("ACK sip:bob@listed", "487 Request Terminated INVITE");
  }

  @Test
  void routeThatLedHereIsTakenOff() {
    receive("OPTIONS", "sip:bob@listed", "Route: <sip:192.0.2.1;lr>");
    assertThat(flow.lastRequest().headers(HeaderName.ROUTE)).isEmpty();
    assertThat(flow.take()).containsExactly("OPTIONS sip:bob@listed");
  }

  /** The Request-URI is for the next hop to look at. */
  @Test
  void nextRouteDecides() {
    receive("OPTIONS", "sip:bob@elsewhere", "Route: <sip:192.0.2.1;lr>, <sip:listed;lr>");
    assertThat(flow.lastRequest().headers(HeaderName.ROUTE)).containsExactly("<sip:listed;lr>");
    flow.take();
    test.receive(
        TestContainer.request(
            "OPTIONS", "sip:bob@listed", "second", 2, "", "Route: <sip:elsewhere;lr>"));
    assertThat(flow.take()).containsExactly("404 Not Found OPTIONS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sip:bob@elsewhere", "sip:192.0.2.1", "tel:+1"})
  void anythingElseIs404(String uri) {
    test.relay = hop -> !hop.host().equals("elsewhere"); // even if it has this server itself
    receive("OPTIONS", uri);
    assertThat(flow.take()).containsExactly("404 Not Found OPTIONS");
  }

  @Test
  void nothingGoesOnUnlessItIsAllowed() {
    test.relay = new TestContainer().relay;
    receive("OPTIONS", "sip:bob@listed");
    assertThat(flow.take()).containsExactly("404 Not Found OPTIONS");
  }

  @Test
  void requestWithinADialogIsNotKnown() {
    test.receive(TestContainer.request("BYE", "sip:bob@listed", "bye", 2, "bob"));
    test.receive(TestContainer.request("INFO", "sip:bob@listed", "info", 3, "bob"));
    assertThat(flow.take())
        .containsExactly(
            "481 Call/Transaction Does Not Exist BYE", "481 Call/Transaction Does Not Exist INFO");
  }

  @Test
  void requestThatComesBackHasLooped() {
    receive("OPTIONS", "sip:bob@listed");
    String out = flow.text();
    flow.take();
    test.receive(out);
    assertThat(flow.take()).containsExactly("482 Loop Detected OPTIONS");
    test.receive(out.replace("bob@listed", "carol@listed").replace("z9hG4bK", "z9hG4bKspiral"));
    assertThat(flow.take()).as("a spiral").containsExactly("OPTIONS sip:carol@listed");
  }

  @Test
  void requestThatCannotGoOn() {
    test.receive(
        TestContainer.request("OPTIONS", "sip:bob@listed", "a", 1, "")
            .replace("Max-Forwards: 70", "Max-Forwards: 0"));
    test.receive(
        TestContainer.request("OPTIONS", "sip:bob@listed", "b", 2, "", "Proxy-Require: magic"));
    assertThat(flow.lastResponse().header(HeaderName.UNSUPPORTED)).isEqualTo("magic");
    test.reachable = false;
    test.receive(TestContainer.request("OPTIONS", "sip:bob@listed", "c", 3, ""));
    assertThat(flow.take())
        .isEqualTo(
            List.of(
                "483 Too Many Hops OPTIONS",
                "420 Bad Extension OPTIONS",
                "503 Service Unavailable OPTIONS"));
  }
}
