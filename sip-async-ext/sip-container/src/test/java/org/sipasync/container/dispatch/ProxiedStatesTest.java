package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSession.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;

/**
 * States of a proxied call's sessions as its application sees them: those of the dialog, but that a
 * failure ends nothing before it is passed on (JSR 289 6.2.1).
 */
@Tag("289-6.2.1")
class ProxiedStatesTest extends RecordedCalls {
  private final List<String> states = new ArrayList<>();

  ProxiedStatesTest() {
    kit.test.onResponse =
        response -> {
          kit.note(response);
          SipSession session = response.getSession();
          boolean ready = session.isReadyToInvalidate();
          states.add(response.getStatus() + " " + session.getState() + (ready ? " ready" : ""));
        };
  }

  private ProxiedStatesTest recording(boolean parallel, String... callees) {
    kit.callees(callees)
        .proxying(
            proxy -> {
              proxy.setRecordRoute(true);
              proxy.setParallel(parallel);
            })
        .receive("INVITE");
    return this;
  }

  @Test
  void ofACall() {
    recording(true, "one");
    route = kit.at("one").header(HeaderName.RECORD_ROUTE);
    kit.answer("one", 180, "b", CONTACT);
    kit.answer("one", 200, "b", CONTACT);
    kit.test.receive(inDialog("BYE", 2, "b"));
    kit.answer("one", 200, "b");
    assertThat(states).containsExactly("180 EARLY", "200 CONFIRMED", "200 TERMINATED ready");
    assertThat(kit.test.sessions.sipSessions()).isZero();
  }

  @Test
  void withoutRecordRouteTheSessionStaysUntilThe2xxHasLeft() {
    kit.callees("one").proxying(proxy -> proxy.setRecordRoute(false)).receive("INVITE");
    kit.answer("one", 200, "b", CONTACT);
    assertThat(states).containsExactly("200 CONFIRMED");
    assertThat(kit.test.sessions.sipSessions()).isZero();
  }

  /** One session for callees that are tried one after the other, though each has rung. */
  @Test
  @Tag("C-D3")
  void ofASequentialSearch() {
    recording(false, "one", "two");
    kit.answer("one", 180, "a", CONTACT);
    kit.answer("one", 404, "a");
    kit.answer("two", 180, "b", CONTACT);
    kit.answer("two", 200, "b", CONTACT);
    assertThat(states).containsExactly("180 EARLY", "404 INITIAL", "180 EARLY", "200 CONFIRMED");
    assertThat(kit.responses).allMatch(each -> each.getSession() == kit.invite.getSession());
    assertThat(kit.test.sessions.sipSessions()).isOne();
  }

  @Test
  @Tag("C-D3")
  void sessionOfABranchThatHasFailedEndsWithTheSearch() {
    recording(true, "one", "two");
    kit.answer("one", 180, "a", CONTACT);
    kit.answer("two", 180, "b", CONTACT);
    SipSession other = kit.responses.get(1).getSession();
    assertThat(other).isNotSameAs(kit.invite.getSession());
    kit.answer("one", 404, "a");
    assertThat(kit.test.sessions.sipSessions()).isEqualTo(2);
    kit.answer("two", 200, "b", CONTACT);
    assertThat(kit.test.sessions.sipSessions()).as("that of the call").isOne();
    assertThat(other.getState()).isEqualTo(State.CONFIRMED);
  }

  @Test
  @Tag("C-D3")
  void sessionOfABranchThatIsCancelledEndsWithIts487() {
    recording(true, "one", "two");
    kit.answer("one", 180, "a", CONTACT);
    kit.answer("two", 180, "b", CONTACT);
    var invite = kit.at("two");
    kit.answer("one", 200, "a", CONTACT);
    assertThat(kit.test.sessions.sipSessions()).as("it may still accept").isEqualTo(2);
    kit.test.answer(invite, 487, "b");
    assertThat(kit.test.sessions.sipSessions()).isOne();
    assertThat(kit.invite.getSession().getState()).isEqualTo(State.CONFIRMED);
  }

  /** A callee that forks: the others of its dialogs may still be accepted for 32 s. */
  @Test
  void earlyDialogsOfTheAcceptedBranchStay() {
    recording(true, "one");
    var invite = kit.at("one");
    kit.test.answer(invite, 180, "a", CONTACT);
    kit.test.answer(invite, 180, "b", CONTACT);
    kit.test.answer(invite, 200, "b", CONTACT);
    assertThat(kit.test.sessions.sipSessions()).isEqualTo(2);
    kit.test.answer(invite, 200, "a", CONTACT);
    assertThat(states).endsWith("200 CONFIRMED", "200 CONFIRMED");
  }
}
