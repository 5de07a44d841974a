package org.sipasync.container.session;

import static org.assertj.core.api.Assertions.assertThat;

import javax.servlet.sip.SipSession.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.Method;

@Tag("289-6.2")
class SessionStateTest {
  private final SessionState state = new SessionState();

  private void request(Method method, boolean asUas, int... statuses) {
    state.onRequest();
    for (int status : statuses) {
      state.onResponse(method, status, status > 100, asUas, method.toString());
    }
  }

  @Test
  void inviteGoesThroughEarlyToConfirmedAndEndsWithBye() {
    assertThat(state.state()).isEqualTo(State.INITIAL);
    assertThat(state.isReadyToInvalidate()).isFalse();
    request(Method.INVITE, true, 100);
    assertThat(state.state()).isEqualTo(State.INITIAL);
    state.onResponse(Method.INVITE, 180, true, true, "INVITE");
    assertThat(state.state()).isEqualTo(State.EARLY);
    state.onResponse(Method.INVITE, 200, true, true, "INVITE");
    assertThat(state.state()).isEqualTo(State.CONFIRMED);
    assertThat(state.isReadyToInvalidate()).isFalse();
    state.onRequest();
    state.endUsage("INVITE");
    assertThat(state.state()).isEqualTo(State.TERMINATED);
    assertThat(state.isReadyToInvalidate()).as("BYE unanswered").isFalse();
    state.onResponse(Method.BYE, 200, true, true, "BYE");
    assertThat(state.isReadyToInvalidate()).isTrue();
  }

  @Test
  @Tag("C-E3")
  void uasThatRefusesIsOverAtOnce() {
    request(Method.INVITE, true, 403);
    assertThat(state.state()).isEqualTo(State.TERMINATED);
    assertThat(state.isReadyToInvalidate()).isTrue();
  }

  @Test
  void uacThatIsRefusedIsBackInInitialAndReadyUnlessItTriesAgain() {
    request(Method.INVITE, false, 180, 401);
    assertThat(state.state()).isEqualTo(State.INITIAL);
    assertThat(state.isReadyToInvalidate()).isTrue();
    request(Method.INVITE, false, 180);
    assertThat(state.isReadyToInvalidate()).isFalse();
    assertThat(state.hasPending()).isTrue();
  }

  @Test
  void requestWithinAnEarlyDialogLeavesItEarly() {
    request(Method.INVITE, true, 180);
    request(Method.REFER, true, 603);
    request(Method.SUBSCRIBE, false, 489);
    assertThat(state.state()).isEqualTo(State.EARLY);
  }

  @Test
  void provisionalWithoutTagMakesNoDialog() {
    state.onRequest();
    state.onResponse(Method.INVITE, 180, false, false, "INVITE");
    assertThat(state.state()).isEqualTo(State.INITIAL);
  }

  @Test
  void requestWithoutDialogLeavesInitial() {
    request(Method.MESSAGE, true, 200);
    assertThat(state.state()).isEqualTo(State.INITIAL);
    assertThat(state.isReadyToInvalidate()).isTrue();
  }

  @Test
  void dialogEndsWithItsLastUsage() {
    state.onRequest();
    state.onResponse(Method.SUBSCRIBE, 200, true, true, "presence");
    request(Method.INVITE, true, 200);
    state.endUsage("INVITE");
    assertThat(state.state()).isEqualTo(State.CONFIRMED);
    state.endUsage("presence");
    assertThat(state.state()).isEqualTo(State.TERMINATED);
  }

  @Test
  void failuresOfTheDialogEndIt() {
    request(Method.INVITE, false, 200);
    request(Method.INVITE, false, 488);
    assertThat(state.state()).isEqualTo(State.CONFIRMED);
    request(Method.INFO, false, 481);
    assertThat(state.state()).isEqualTo(State.TERMINATED);
  }

  /** RFC 6665 wants an Event in each NOTIFY; peers that leave it out have one subscription. */
  @Test
  void notifyWithoutEventEndsTheOnlySubscription() {
    state.onRequest();
    state.onResponse(Method.SUBSCRIBE, 200, true, true, "event presence");
    state.endUsage("event ");
    assertThat(state.state()).isEqualTo(State.TERMINATED);
  }

  @Test
  void notifyWithoutEventEndsNoneOfTwoSubscriptions() {
    state.onRequest();
    state.onResponse(Method.SUBSCRIBE, 200, true, true, "event presence");
    state.onResponse(Method.SUBSCRIBE, 200, true, true, "event reg");
    state.endUsage("event ");
    assertThat(state.state()).isEqualTo(State.CONFIRMED);
  }

  @Test
  void branchThatFailsLeavesTheSessionToTheNextOne() {
    request(Method.INVITE, true, 180);
    state.refused();
    assertThat(state.state()).isEqualTo(State.INITIAL);
    assertThat(state.isReadyToInvalidate()).as("the INVITE has no final response").isFalse();
    state.onResponse(Method.INVITE, 200, true, true, "INVITE");
    state.refused();
    assertThat(state.state()).isEqualTo(State.CONFIRMED);
  }
}
