package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.RefreshTerms;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;

/** Session timers of back-to-back user agents, one per leg, and of proxies, which have none. */
@Tag("4028-9")
class RefreshedLegsTest {
  private static final String ASKED = "Session-Expires: 1000;refresher=uas";
  private static final String SUPPORTED = "Supported: timer, gruu";

  private Bridge bridge;

  @AfterEach
  void close() {
    if (bridge != null) {
      bridge.close();
    }
  }

  private SipRequest call(RefreshTerms terms) {
    bridge = new Bridge();
    bridge.test.refreshTerms = terms;
    return bridge.call(SUPPORTED, "Require: timer", ASKED, "Min-SE: 100", "Content-Length: 0");
  }

  @Test
  void eachLegHasItsOwnTimer() {
    SipRequest leg = call(new RefreshTerms(true, 300, 90, null));
    assertThat(leg.header(HeaderName.SESSION_EXPIRES)).isEqualTo("300");
    assertThat(leg.has(HeaderName.MIN_SE)).as("of the other leg").isFalse();
    assertThat(leg.has(HeaderName.REQUIRE)).isFalse();
    assertThat(leg.headers(HeaderName.SUPPORTED)).containsExactly("timer, gruu");
    bridge.answer(leg, 200, "b", "Session-Expires: 200;refresher=uas", "Require: timer");
    assertThat(bridge.flow.last().header(HeaderName.SESSION_EXPIRES))
        .isEqualTo("300;refresher=uas");
    bridge.test.receive(request("ACK", 1, bridge.lastTag()));
    bridge.received.getApplicationSession().setExpires(0);
    bridge.flow.take();
    bridge.test.pass(Duration.ofSeconds(151), Duration.ofSeconds(1));
    assertThat(bridge.flow.take()).as("the caller's leg").contains("UPDATE sip:alice@192.0.2.2");
    bridge.test.answer(bridge.flow.lastRequestEver(), 200, "alice", "Session-Expires: 300");
    bridge.test.pass(Duration.ofSeconds(18), Duration.ofSeconds(1));
    assertThat(bridge.flow.take()).as("the callee's").contains("BYE sip:bob@desk");
  }

  @Test
  void withoutTimersTheyPassThrough() {
    SipRequest leg = call(RefreshTerms.OFF);
    assertThat(leg.header(HeaderName.SESSION_EXPIRES)).isEqualTo("1000;refresher=uas");
    assertThat(leg.header(HeaderName.MIN_SE)).isEqualTo("100");
  }

  @Test
  @Tag("4028-8")
  void proxiesPassThemThrough() throws Exception {
    try (ProxyKit kit = new ProxyKit()) {
      kit.test.refreshTerms = new RefreshTerms(true, 300, 90, null);
      kit.callees("one").proxying(proxy -> proxy.setRecordRoute(true));
      kit.receive("INVITE", SUPPORTED, ASKED, "Min-SE: 100");
      assertThat(kit.at("one").header(HeaderName.SESSION_EXPIRES)).isEqualTo("1000;refresher=uas");
      kit.answer("one", 200, "b", "Contact: <sip:bob@one>", "Session-Expires: 900;refresher=uas");
      assertThat(kit.caller.lastResponse().header(HeaderName.SESSION_EXPIRES))
          .isEqualTo("900;refresher=uas");
      kit.atCaller();
      kit.test.pass(Duration.ofSeconds(1_000), Duration.ofSeconds(10));
      assertThat(kit.atCaller()).isEmpty();
    }
  }
}
