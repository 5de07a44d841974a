package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.UAMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.RefreshTerms;
import org.sipasync.jsr359.SessionKeepAlive;
import org.sipasync.jsr359.SipMessage2;
import org.sipasync.jsr359.SipSession2;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;

/** Session timers of calls that the application makes, and refreshes of ours (RFC 4028 7, 10). */
@Tag("4028-7")
class RefreshingTest {
  private static final String CONTACT = "Contact: <sip:bob@desk>";
  private static final String UPDATES = "Allow: INVITE, ACK, BYE, UPDATE";
  private static final String OURS = "Session-Expires: 200;refresher=uac";
  private static final String SDP = "v=0\r\no=me 3 3 IN IP4 h\r\n";

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final List<Integer> statuses = new ArrayList<>();
  private final SipApplicationSession application = test.factory.createApplicationSession();
  private SipServletRequest invite;
  private SipSession session;

  @AfterEach
  void close() {
    test.close();
  }

  private SipRequest send() throws Exception {
    test.refreshTerms = new RefreshTerms(true, 200, 90, null);
    return sendInvite();
  }

  private SipRequest sendInvite() throws Exception {
    application.setExpires(0);
    test.onResponse =
        response -> {
          statuses.add(response.getStatus());
          if (response.getStatus() == 200 && response.getMethod().equals("INVITE")) {
            response.createAck().send();
          }
        };
    invite = test.factory.createRequest(application, "INVITE", "sip:me@h", "sip:bob@h");
    invite.setContent(SDP, "application/sdp");
    session = invite.getSession();
    return send(invite);
  }

  private SipRequest send(SipServletRequest request) throws IOException {
    request.send();
    test.run();
    return flow.lastRequest();
  }

  /** A call that is accepted. */
  private void call(String... headers) throws Exception {
    String[] all = new String[headers.length + 1];
    all[0] = CONTACT;
    System.arraycopy(headers, 0, all, 1, headers.length);
    test.answer(send(), 200, "b", all);
    forget();
  }

  private void forget() {
    flow.take();
    test.log.clear();
    statuses.clear();
  }

  /** Start lines of what was sent, without repetitions. */
  private List<String> sent() {
    return flow.take().stream().distinct().toList();
  }

  private void pass(long seconds) {
    test.pass(Duration.ofSeconds(seconds), Duration.ofSeconds(1));
  }

  private SessionKeepAlive timer() {
    return SipSession2.of(session).getKeepAlive();
  }

  @Test
  void inviteAsksForAnInterval() throws Exception {
    SipRequest sent = send();
    assertThat(sent.header(HeaderName.SUPPORTED)).isEqualTo("timer");
    assertThat(sent.header(HeaderName.SESSION_EXPIRES)).isEqualTo("200");
    assertThat(sent.has(HeaderName.MIN_SE)).isFalse();
    assertThat(timer().getExpiration()).isZero();
  }

  @Test
  void withoutTimerNothingIsAsked() throws Exception {
    SipRequest sent = sendInvite();
    assertThat(sent.has(HeaderName.SESSION_EXPIRES)).isFalse();
    assertThat(sent.has(HeaderName.SUPPORTED)).isFalse();
    test.answer(sent, 200, "b", CONTACT, OURS);
    assertThat(timer().getExpiration()).as("nobody has asked").isZero();
  }

  @Test
  void preferenceOfTheRequestCounts() throws Exception {
    SipServletRequest request =
        test.factory.createRequest(application, "INVITE", "sip:me@h", "sip:bob@h");
    SessionKeepAlive.Preference wished = SipMessage2.of(request).getSessionKeepAlivePreference();
    wished.setEnabled(true);
    wished.setMinimumExpiration(120);
    wished.setExpiration(600);
    wished.setRefresher(SessionKeepAlive.Refresher.UAS);
    SipRequest sent = send(request);
    assertThat(sent.header(HeaderName.SESSION_EXPIRES)).isEqualTo("600;refresher=uas");
    assertThat(sent.header(HeaderName.MIN_SE)).isEqualTo("120");
  }

  @Test
  @Tag("4028-10")
  void weRefreshByUpdateAtHalfTime() throws Exception {
    call(OURS, UPDATES);
    assertThat(timer().isRefresher()).isTrue();
    pass(99);
    assertThat(sent()).isEmpty();
    pass(2);
    SipRequest update = flow.lastRequest();
    assertThat(update.header(HeaderName.SESSION_EXPIRES)).isEqualTo("200;refresher=uac");
    assertThat(SipSession2.of(session).getActiveRequests(UAMode.UAC)).isEmpty();
    assertThat(sent()).containsExactly("UPDATE sip:bob@desk");
    test.answer(update, 200, "b", "Session-Expires: 100;refresher=uac");
    pass(49);
    assertThat(sent()).isEmpty();
    pass(2);
    assertThat(sent()).containsExactly("UPDATE sip:bob@desk");
    assertThat(test.log).as("the application knows nothing").isEmpty();
  }

  @Test
  void weRefreshByReInviteIfThePeerKnowsNoUpdate() throws Exception {
    call(OURS);
    pass(101);
    SipRequest again = flow.lastRequest();
    assertThat(flow.text()).contains("o=me 3 3").contains("Content-Type: application/sdp");
    assertThat(sent()).containsExactly("INVITE sip:bob@desk");
    test.answer(again, 200, "b", CONTACT, OURS);
    assertThat(sent()).containsExactly("ACK sip:bob@desk");
    test.answer(again, 200, "b", CONTACT, OURS);
    assertThat(flow.take()).as("for the repetition").containsExactly("ACK sip:bob@desk");
    assertThat(test.log).isEmpty();
  }

  @Test
  void peerThatRefusesUpdateGetsAReInvite() throws Exception {
    call(OURS, UPDATES);
    pass(101);
    flow.take();
    test.answer(flow.lastRequestEver(), 405, "b");
    assertThat(sent()).containsExactly("INVITE sip:bob@desk");
  }

  @Test
  void peerWithoutTimersIsRefreshed() throws Exception {
    call();
    assertThat(timer().isRefresher()).isTrue();
    pass(101);
    assertThat(sent()).containsExactly("INVITE sip:bob@desk");
  }

  @Test
  @Tag("4028-10")
  void peerThatDoesNotRefreshIsHungUpOn() throws Exception {
    call("Session-Expires: 200;refresher=uas");
    assertThat(timer().isRefresher()).isFalse();
    pass(167);
    assertThat(sent()).isEmpty();
    pass(2);
    assertThat(sent()).containsExactly("BYE sip:bob@desk");
    assertThat(test.log).containsExactly("not refreshed");
    assertThat(session.isValid()).isFalse();
  }

  @Test
  @Tag("4028-10")
  void deadDialogIsGivenUp() throws Exception {
    call(OURS, UPDATES);
    pass(101);
    flow.take();
    test.answer(flow.lastRequestEver(), 481, "b");
    assertThat(test.log).containsExactly("not refreshed");
    assertThat(sent()).containsExactly("BYE sip:bob@desk");
    assertThat(test.sessions.sipSessions()).isZero();
  }

  @Test
  @Tag("4028-10")
  void peerThatAnswersNoRefreshIsGivenUp() throws Exception {
    call(OURS, UPDATES);
    pass(134);
    assertThat(test.log).containsExactly("not refreshed");
    assertThat(sent()).endsWith("BYE sip:bob@desk");
    assertThat(test.sessions.sipSessions()).isZero();
  }

  @Test
  void refreshThatMeetsThePeersIsTriedAgain() throws Exception {
    call(OURS);
    pass(101);
    flow.take();
    test.answer(flow.lastRequestEver(), 491, "b");
    assertThat(sent()).containsExactly("ACK sip:bob@desk");
    pass(2);
    assertThat(sent()).isEmpty();
    pass(3);
    assertThat(sent()).containsExactly("INVITE sip:bob@desk");
  }

  @Test
  void refreshComesBackWhenThePeerSaysSo() throws Exception {
    call(OURS, UPDATES);
    pass(101);
    flow.take();
    test.answer(flow.lastRequestEver(), 500, "b", "Retry-After: 7");
    pass(6);
    assertThat(sent()).isEmpty();
    pass(2);
    assertThat(sent()).containsExactly("UPDATE sip:bob@desk");
  }

  @Test
  void refreshWaitsForAReInviteOfTheApplication() throws Exception {
    call(OURS);
    pass(99);
    SipServletRequest reInvite = session.createRequest("INVITE");
    SipRequest sent = send(reInvite);
    assertThat(sent.header(HeaderName.SESSION_EXPIRES)).isEqualTo("200;refresher=uac");
    assertThat(SipSession2.of(session).getActiveInvite(UAMode.UAC)).isSameAs(reInvite);
    test.answer(sent, 180, "b");
    flow.take();
    pass(3);
    assertThat(sent()).isEmpty();
    test.answer(sent, 200, "b", CONTACT, OURS);
    flow.take();
    pass(98);
    assertThat(sent()).as("a new interval has begun").isEmpty();
    pass(3);
    assertThat(sent()).containsExactly("INVITE sip:bob@desk");
  }

  @Test
  @Tag("4028-7.3")
  void longerIntervalIsAskedForOnce() throws Exception {
    SipRequest first = send();
    flow.take();
    test.answer(first, 422, "x", "Min-SE: 600");
    SipRequest second = flow.lastRequestEver();
    assertThat(second.header(HeaderName.SESSION_EXPIRES)).isEqualTo("600");
    assertThat(second.header(HeaderName.MIN_SE)).isEqualTo("600");
    assertThat(second.header(HeaderName.CSEQ)).isEqualTo("2 INVITE");
    assertThat(second.callId()).isEqualTo(first.callId());
    assertThat(second.fromTag()).isEqualTo(first.fromTag());
    assertThat(sent()).containsExactly("ACK sip:bob@h", "INVITE sip:bob@h");
    assertThat(test.log).isEmpty();
    assertThat(SipSession2.of(session).getActiveInvite(UAMode.UAC)).isSameAs(invite);
    test.answer(second, 422, "x", "Min-SE: 1000");
    assertThat(statuses).containsExactly(422);
  }

  @Test
  @Tag("4028-7.3")
  void callAfterA422IsACall() throws Exception {
    test.answer(send(), 422, "x", "Min-SE: 600");
    test.answer(
        flow.lastRequestEver(), 200, "b", CONTACT, "Session-Expires: 600;refresher=uac", UPDATES);
    assertThat(statuses).containsExactly(200);
    assertThat(timer().getExpiration()).isEqualTo(600);
    flow.take();
    pass(301);
    SipRequest update = flow.lastRequest();
    assertThat(update.header(HeaderName.MIN_SE)).as("from now on").isEqualTo("600");
  }

  @Test
  @Tag("4028-7.3")
  void refusalWithoutALongerIntervalIsTheApplications() throws Exception {
    test.answer(send(), 422, "x", "Min-SE: 90");
    assertThat(statuses).containsExactly(422);
  }

  @Test
  void cancelOfAnInviteThatIsSentAgainEndsIt() throws Exception {
    test.answer(send(), 422, "x", "Min-SE: 600");
    test.answer(flow.lastRequestEver(), 180, "b", CONTACT);
    flow.take();
    invite.createCancel().send();
    test.run();
    assertThat(flow.lastRequest().header(HeaderName.CSEQ)).isEqualTo("2 CANCEL");
  }

  @Test
  void inviteThatIsCancelledIsNotSentAgain() throws Exception {
    SipRequest first = send();
    test.answer(first, 100, "x");
    invite.createCancel().send();
    test.run();
    flow.take();
    test.answer(first, 422, "x", "Min-SE: 600");
    assertThat(sent()).as("no second INVITE").containsExactly("ACK sip:bob@h");
    assertThat(statuses).containsExactly(487);
  }

  @Test
  void applicationMayRefreshItself() throws Exception {
    call(OURS, UPDATES);
    timer().setRefreshCallback(call -> call.createRequest("INFO").send());
    pass(101);
    assertThat(sent()).containsExactly("INFO sip:bob@desk");
  }

  @Test
  void hangingUpEndsTheTimer() throws Exception {
    call(OURS, UPDATES);
    test.answer(send(session.createRequest("BYE")), 200, "b");
    forget();
    pass(300);
    assertThat(sent()).isEmpty();
    assertThat(test.log).isEmpty();
  }
}
