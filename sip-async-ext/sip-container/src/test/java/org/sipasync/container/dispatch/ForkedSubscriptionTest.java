package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;

/** A SUBSCRIBE that is forked behind a back-to-back user agent (RFC 6665 4.4.1). */
@Tag("C-E2")
@Tag("289-12")
class ForkedSubscriptionTest {
  private static final String EVENT = "Event: presence";
  private static final String ACTIVE = "Subscription-State: active";
  private static final String OVER = "Subscription-State: terminated";

  private final Bridge bridge = new Bridge();
  private final TestContainer test = bridge.test;
  private final TestFlow flow = bridge.flow;

  @AfterEach
  void close() {
    bridge.close();
  }

  /** The SUBSCRIBE on its way to the notifiers. */
  private SipRequest subscribe() {
    test.receive(request("SUBSCRIBE", "sip:bob@192.0.2.1", "s", 1, "", EVENT));
    SipRequest leg = flow.lastRequest();
    flow.take();
    return leg;
  }

  /** Brings a NOTIFY of one notifier; the one that the subscriber gets. */
  private SipRequest notify(SipRequest leg, int cseq, String tag, String state) {
    flow.take();
    bridge.fromCalleeNow(leg, "NOTIFY", cseq, tag, EVENT, state);
    SipRequest passed = flow.lastRequest();
    assertThat(passed.startLine()).startsWith("NOTIFY sip:alice@192.0.2.2");
    flow.take();
    return passed;
  }

  private void accepted(SipRequest passed) throws ParseException {
    test.answer(passed, 200, passed.toTag());
    assertThat(flow.take()).containsExactly("200 OK NOTIFY");
  }

  @Test
  void eachForkNotifiesInADialogOfItsOwn() throws ParseException {
    SipRequest leg = subscribe();
    bridge.answer(leg, 200, "a");
    String tag = bridge.lastTag();
    SipRequest first = notify(leg, 7, "a", ACTIVE);
    SipRequest second = notify(leg, 9, "b", ACTIVE);
    assertThat(first.fromTag()).isEqualTo(tag);
    assertThat(second.fromTag()).isNotEqualTo(tag);
    assertThat(second.toTag()).isEqualTo("alice");
    assertThat(second.callId()).isEqualTo("call");
    assertThat(second.header(HeaderName.EVENT)).isEqualTo("presence");
    accepted(second);
    accepted(first);
    test.receive(request("SUBSCRIBE", "sip:bob@192.0.2.1", "again", 2, second.fromTag(), EVENT));
    assertThat(flow.lastRequest().toTag()).as("its refresh").isEqualTo("b");
  }

  @Test
  void derivedSessionsAreLinked() {
    SipRequest leg = subscribe();
    bridge.answer(leg, 200, "a");
    bridge.received.getSession().setAttribute("x", 1);
    notify(leg, 9, "b", ACTIVE);
    SipServletRequest notified = (SipServletRequest) bridge.seen.get(bridge.seen.size() - 1);
    B2buaHelper helper = notified.getB2buaHelper();
    SipSession subscriber = helper.getLinkedSession(notified.getSession());
    assertThat(subscriber).isNotSameAs(bridge.received.getSession());
    assertThat(subscriber.getAttribute("x")).isEqualTo(1);
    assertThat(subscriber.getState()).isEqualTo(SipSession.State.CONFIRMED);
    assertThat(helper.getLinkedSession(subscriber)).isSameAs(notified.getSession());
  }

  @Test
  void nothingIsLeftAfterTheLastNotify() throws ParseException {
    SipRequest leg = subscribe();
    bridge.answer(leg, 200, "a");
    accepted(notify(leg, 7, "a", ACTIVE));
    accepted(notify(leg, 9, "b", ACTIVE));
    accepted(notify(leg, 10, "b", OVER));
    accepted(notify(leg, 11, "a", OVER));
    test.pass(Duration.ofSeconds(33));
    assertThat(test.sessions.sipSessions()).isZero();
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void lateForkIsRefused() {
    SipRequest leg = subscribe();
    bridge.answer(leg, 200, "a");
    test.pass(Duration.ofSeconds(33));
    flow.take();
    bridge.fromCalleeNow(leg, "NOTIFY", 9, "b", EVENT, ACTIVE);
    assertThat(flow.take()).containsExactly("481 Call/Transaction Does Not Exist NOTIFY");
  }

  @Test
  void notifiersMakeNoMoreThanSoManyDialogs() {
    SipRequest leg = subscribe();
    bridge.answer(leg, 200, "a");
    for (int i = 0; i < 2 * Forks.MAX_DIALOGS; i++) {
      bridge.fromCalleeNow(leg, "NOTIFY", 9 + i, "t" + i, EVENT, ACTIVE);
    }
    assertThat(test.sessions.sipSessions()).isLessThanOrEqualTo(2 * Forks.MAX_DIALOGS);
  }
}
