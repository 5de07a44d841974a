package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.RefreshTerms;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.jsr359.SessionKeepAlive;
import org.sipasync.jsr359.SipMessage2;
import org.sipasync.jsr359.SipSession2;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipResponse;

/** Session timers of calls that the application has accepted (RFC 4028 9, 10). */
@Tag("4028-9")
class RefreshedCallTest {
  private static final String SUPPORTED = "Supported: timer";
  private static final String[] OFFER = {
    "Content-Type: application/sdp", "\r\nv=0\r\no=alice 1 1 IN IP4 h\r\n"
  };

  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private final List<SipServletRequest> received = new ArrayList<>();
  private String tag;

  @BeforeEach
  void withTimer() {
    test.refreshTerms = new RefreshTerms(true, 300, 90, null);
    test.onRequest =
        request -> {
          received.add(request);
          var ok = request.createResponse(200);
          if (request.getContentLength() > 0) {
            ok.setContent("v=0\r\no=bob 7 7 IN IP4 h\r\n", "application/sdp");
          }
          if (!request.getMethod().equals("ACK")) {
            ok.send();
          }
        };
  }

  @AfterEach
  void close() {
    test.close();
  }

  /** The 2xx to an INVITE, acknowledged. */
  private SipResponse call(String... headers) {
    test.onRequest = answering(test.onRequest);
    test.receive(request("INVITE", 1, "", headers));
    SipResponse ok = flow.lastResponse();
    tag = flow.lastTag();
    test.receive(request("ACK", 1, tag));
    received.get(0).getApplicationSession().setExpires(0);
    forget();
    return ok;
  }

  private static TestContainer.Handler<SipServletRequest> answering(
      TestContainer.Handler<SipServletRequest> handler) {
    return request -> {
      if (!request.getMethod().equals("ACK")) {
        handler.handle(request);
      }
    };
  }

  private void forget() {
    flow.take();
    test.log.clear();
  }

  private static String expires(SipResponse ok) {
    return ok.header(HeaderName.SESSION_EXPIRES);
  }

  /** Start lines of what was sent, without repetitions. */
  private List<String> sent() {
    return flow.take().stream().distinct().toList();
  }

  private void pass(long seconds) {
    test.pass(Duration.ofSeconds(seconds), Duration.ofSeconds(1));
  }

  private SessionKeepAlive timer() {
    return SipSession2.of(received.get(0).getSession()).getKeepAlive();
  }

  @Test
  void withoutTimerThereIsNone() {
    test.refreshTerms = RefreshTerms.OFF;
    SipResponse ok = call(SUPPORTED, "Session-Expires: 100;refresher=uac");
    assertThat(expires(ok)).isNull();
    assertThat(timer().getExpiration()).isZero();
    pass(400);
    assertThat(test.log).isEmpty();
  }

  @Test
  void peerThatDemandsATimerGetsOne() {
    test.refreshTerms = RefreshTerms.OFF;
    SipResponse ok = call(SUPPORTED, "Require: timer", "Session-Expires: 100");
    assertThat(expires(ok)).isEqualTo("100;refresher=uac");
  }

  @Test
  void peerRefreshesUnlessItWishesOtherwise() {
    SipResponse ok = call(SUPPORTED, "Session-Expires: 200");
    assertThat(expires(ok)).isEqualTo("200;refresher=uac");
    assertThat(ok.header(HeaderName.REQUIRE)).isEqualTo("timer");
    assertThat(timer().getExpiration()).isEqualTo(200);
    assertThat(timer().isRefresher()).isFalse();
  }

  @Test
  void longerIntervalIsLowered() {
    assertThat(expires(call(SUPPORTED, "Session-Expires: 3600;refresher=uas")))
        .isEqualTo("300;refresher=uas");
    assertThat(timer().isRefresher()).isTrue();
  }

  @Test
  void intervalIsNotLoweredBelowThePeersMinimum() {
    assertThat(expires(call(SUPPORTED, "Session-Expires: 3600", "Min-SE: 1000")))
        .isEqualTo("1000;refresher=uac");
  }

  @Test
  void preferenceOfTheResponseCounts() {
    test.refreshTerms = RefreshTerms.OFF;
    test.onRequest =
        request -> {
          received.add(request);
          var ok = request.createResponse(200);
          SessionKeepAlive.Preference wished = SipMessage2.of(ok).getSessionKeepAlivePreference();
          assertThat(wished.getEnabled()).isFalse();
          wished.setEnabled(true);
          wished.setExpiration(120);
          wished.setRefresher(SessionKeepAlive.Refresher.UAS);
          ok.send();
        };
    assertThat(expires(call(SUPPORTED))).isEqualTo("120;refresher=uas");
  }

  @Test
  @Tag("4028-6")
  void tooShortAnIntervalIsRefused() {
    test.receive(request("INVITE", 1, "", SUPPORTED, "Session-Expires: 60"));
    assertThat(flow.last().header(HeaderName.MIN_SE)).isEqualTo("90");
    assertThat(sent()).containsExactly("422 Session Interval Too Small INVITE");
    assertThat(test.log).isEmpty();
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void tooShortAnIntervalOfAPeerThatKnowsNo422IsRaised() {
    assertThat(expires(call("Session-Expires: 60"))).isEqualTo("90;refresher=uas");
  }

  @Test
  void minimumMayBeBelowTheRfcs() {
    test.refreshTerms = new RefreshTerms(true, 30, 2, null);
    assertThat(expires(call(SUPPORTED, "Session-Expires: 3"))).isEqualTo("3;refresher=uac");
    test.receive(request("UPDATE", 2, tag, SUPPORTED, "Session-Expires: 2"));
    assertThat(expires(flow.lastResponse())).isEqualTo("2;refresher=uac");
  }

  @Test
  void unreadableIntervalIsRefused() {
    test.receive(request("INVITE", 1, "", SUPPORTED, "Session-Expires: soon"));
    assertThat(sent()).hasSize(1).allMatch(line -> line.startsWith("400"));
    assertThat(test.log).isEmpty();
  }

  @Test
  @Tag("4028-10")
  void callThatNobodyRefreshesEnds() {
    call(SUPPORTED, "Session-Expires: 120");
    pass(87);
    assertThat(test.log).isEmpty();
    pass(2);
    assertThat(test.log).as("32 s before the end").containsExactly("not refreshed");
    assertThat(sent()).containsExactly("BYE sip:alice@192.0.2.2");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  @Tag("4028-10")
  void shortIntervalEndsAThirdBeforeIt() {
    call(SUPPORTED, "Session-Expires: 90");
    pass(59);
    assertThat(test.log).isEmpty();
    pass(2);
    assertThat(test.log).containsExactly("not refreshed");
  }

  @Test
  void updateOfThePeerIsAnsweredHere() {
    call(SUPPORTED, "Session-Expires: 120");
    pass(60);
    test.receive(request("UPDATE", 2, tag, SUPPORTED, "Session-Expires: 100;refresher=uac"));
    assertThat(expires(flow.lastResponse())).isEqualTo("100;refresher=uac");
    assertThat(sent()).containsExactly("200 OK UPDATE");
    assertThat(timer().getExpiration()).isEqualTo(100);
    pass(60);
    assertThat(test.log).isEmpty();
    pass(10);
    assertThat(test.log).containsExactly("not refreshed");
  }

  @Test
  void reInviteThatChangesNothingIsAnsweredHere() {
    call(SUPPORTED, "Session-Expires: 120", OFFER[0], OFFER[1]);
    test.receive(request("INVITE", 2, tag, SUPPORTED, "Session-Expires: 120", OFFER[0], OFFER[1]));
    assertThat(flow.text()).contains("o=bob 7 7").contains("Contact: <sip:192.0.2.1:5060>");
    assertThat(sent()).containsExactly("200 OK INVITE");
    test.receive(request("ACK", 2, tag));
    pass(10);
    assertThat(sent()).as("repetitions").isEmpty();
    assertThat(test.log).isEmpty();
  }

  @Test
  void reInviteThatChangesTheSessionIsTheApplications() {
    call(SUPPORTED, "Session-Expires: 120", OFFER[0], OFFER[1]);
    String other = OFFER[1].replace("1 1", "1 2");
    test.receive(request("INVITE", 2, tag, SUPPORTED, "Session-Expires: 110", OFFER[0], other));
    assertThat(test.log).containsExactly("INVITE");
    assertThat(expires(flow.lastResponse())).isEqualTo("110;refresher=uac");
    test.receive(request("ACK", 2, tag));
    assertThat(test.log).containsExactly("INVITE", "ACK");
    test.receive(request("INVITE", 3, tag, SUPPORTED, "Session-Expires: 110", OFFER[0], other));
    assertThat(test.log).as("it has not changed since").hasSize(2);
  }

  @Test
  void updateWithAnOfferIsTheApplications() {
    call(SUPPORTED, "Session-Expires: 120");
    test.receive(request("UPDATE", 2, tag, SUPPORTED, OFFER[0], OFFER[1]));
    assertThat(test.log).containsExactly("UPDATE");
    assertThat(expires(flow.lastResponse())).isEqualTo("120;refresher=uac");
  }

  @Test
  void tooShortARefreshIsRefused() {
    call(SUPPORTED, "Session-Expires: 120");
    test.receive(request("UPDATE", 2, tag, SUPPORTED, "Session-Expires: 30"));
    assertThat(sent()).containsExactly("422 Session Interval Too Small UPDATE");
  }

  @Test
  void hangingUpEndsTheTimer() {
    call(SUPPORTED, "Session-Expires: 120");
    test.receive(request("BYE", 2, tag));
    forget();
    pass(200);
    assertThat(test.log).isEmpty();
    assertThat(sent()).isEmpty();
  }

  /** Rule A15: what is suspended ends with the call, and is told why. */
  @Test
  @Tag("A15")
  void suspendedReInviteEndsWithItsCall() {
    call(SUPPORTED, "Session-Expires: 120");
    List<String> why = new ArrayList<>();
    test.onRequest =
        request -> ((RequestFacade) request).suspend(IllegalStateException::new, why::add);
    test.receive(request("INVITE", 2, tag));
    pass(90);
    assertThat(why).containsExactly("no session refresh");
    assertThat(sent()).contains("487 Request Terminated INVITE", "BYE sip:alice@192.0.2.2");
  }

  /** Rules A10 and A15: a refresh waits for no suspension, but two INVITEs exclude each other. */
  @Test
  @Tag("A10")
  @Tag("A15")
  void refreshMeetsASuspension() {
    call(SUPPORTED, "Session-Expires: 120", OFFER[0], OFFER[1]);
    test.onRequest =
        request -> ((RequestFacade) request).suspend(IllegalStateException::new, why -> {});
    test.receive(request("INFO", 2, tag));
    test.receive(request("INVITE", 3, tag, SUPPORTED, "Session-Expires: 120", OFFER[0], OFFER[1]));
    assertThat(sent()).containsExactly("200 OK INVITE");
    test.receive(request("ACK", 3, tag));
    test.receive(request("INVITE", 4, tag));
    test.receive(request("INVITE", 5, tag, SUPPORTED, "Session-Expires: 120", OFFER[0], OFFER[1]));
    assertThat(flow.last().header(HeaderName.RETRY_AFTER)).isNotNull();
    assertThat(sent()).containsExactly("500 Server Internal Error INVITE");
    test.receive(request("UPDATE", 6, tag, SUPPORTED, "Session-Expires: 120"));
    assertThat(sent()).containsExactly("200 OK UPDATE");
  }

  @Test
  void applicationMayEndTheCallItself() {
    call(SUPPORTED, "Session-Expires: 120");
    timer().setExpiryCallback(session -> session.createRequest("BYE").send());
    pass(90);
    assertThat(sent()).containsExactly("BYE sip:alice@192.0.2.2");
  }

  @Test
  void callbackThatFailsStopsNothing() {
    call(SUPPORTED, "Session-Expires: 120");
    timer()
        .setExpiryCallback(
            session -> {
              throw new IllegalStateException("meant to fail");
            });
    pass(90);
    assertThat(sent()).containsExactly("BYE sip:alice@192.0.2.2");
  }
}
