package org.sipasync.container.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipApplicationSession.Protocol;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;
import javax.servlet.sip.SipURI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.ValueFactory;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.Uri;

class AppSessionTest {
  private final TestSessions test = new TestSessions();
  private final List<String> log = test.log;
  private int extendMinutes;

  @AfterEach
  void close() {
    test.close();
  }

  private class Life implements SipApplicationSessionListener, SipSessionListener {
    @Override
    public void sessionCreated(SipApplicationSessionEvent event) {
      log.add("app created");
    }

    @Override
    public void sessionDestroyed(SipApplicationSessionEvent event) {
      log.add("app destroyed");
    }

    @Override
    public void sessionExpired(SipApplicationSessionEvent event) {
      log.add("app expired");
      if (extendMinutes > 0) {
        event.getApplicationSession().setExpires(extendMinutes);
        extendMinutes = 0;
      }
    }

    @Override
    public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {
      log.add("app ready");
    }

    @Override
    public void sessionCreated(SipSessionEvent event) {
      log.add("sip created");
    }

    @Override
    public void sessionDestroyed(SipSessionEvent event) {
      log.add("sip destroyed");
    }

    @Override
    public void sessionReadyToInvalidate(SipSessionEvent event) {
      log.add("sip ready");
    }
  }

  private AppSession create(int minutes) {
    AppSession session = test.sessions.create(test.application(minutes, new Life()));
    log.clear();
    return session;
  }

  @Test
  void listenersRunInTheApplicationsContext() {
    test.sessions.create(test.application(3, new Life()));
    assertThat(log).containsExactly("enter", "app created", "leave");
  }

  @Test
  @Tag("289-6.1.2")
  void listenerOfItsCreationLimitsItsLife() {
    Life brief =
        new Life() {
          @Override
          public void sessionCreated(SipApplicationSessionEvent event) {
            event.getApplicationSession().setExpires(1);
          }
        };
    AppSession session = test.sessions.create(test.application(3, brief));
    test.pass(Duration.ofMinutes(1));
    assertThat(log).contains("app expired");
    assertThat(session.isValid()).isFalse();
  }

  @Test
  void sessionExpiresThoughTheClockWasSetBack() {
    AppSession session = create(3);
    test.setBack = 1500;
    test.pass(Duration.ofMinutes(3));
    assertThat(session.isValid()).isTrue();
    test.pass(Duration.ofMillis(1500));
    assertThat(session.isValid()).isFalse();
  }

  @Test
  void sessionExpiresOnceUnlessExtended() {
    AppSession session = create(3);
    assertThat(session.getExpirationTime() - session.getCreationTime()).isEqualTo(180_000);
    extendMinutes = 2;
    test.pass(Duration.ofMinutes(3));
    assertThat(log).contains("app expired").doesNotContain("app destroyed");
    assertThat(session.isValid()).isTrue();
    log.clear();
    test.pass(Duration.ofMinutes(2));
    assertThat(log).containsSubsequence("app expired", "app destroyed");
    assertThat(session.isValid()).isFalse();
    assertThat(test.sessions.applicationSessions()).isZero();
    assertThatThrownBy(() -> session.setExpires(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(session::getAttributeNames).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sessionMayLiveForEver() {
    AppSession session = create(3);
    assertThat(session.setExpires(5)).isEqualTo(5);
    assertThat(session.setExpires(0)).isEqualTo(Integer.MAX_VALUE);
    assertThat(session.getExpirationTime()).isZero();
    test.pass(Duration.ofDays(1));
    assertThat(session.isValid()).isTrue();
  }

  /** Rule A11: expiry waits for what is suspended. */
  @Test
  @Tag("A11")
  void heldSessionExpiresWhenReleased() {
    AppSession session = create(3);
    Runnable holder = () -> {};
    session.hold(holder);
    test.pass(Duration.ofMinutes(4));
    assertThat(session.isValid()).isTrue();
    assertThat(session.getExpirationTime()).isEqualTo(Long.MIN_VALUE);
    session.release(holder);
    assertThat(session.isValid()).isFalse();
  }

  /** Rule A11: what is suspended hears of the end of its session. */
  @Test
  @Tag("A11")
  void holderHearsOfTheEnd() {
    AppSession session = create(3);
    session.hold(() -> log.add("ended"));
    session.invalidate();
    assertThat(log).contains("ended");
  }

  @Test
  @Tag("C-E3")
  @Tag("289-6.2.4")
  void whatIsReadyIsInvalidatedWhenTheHandlerEnds() {
    AppSession session = create(3);
    DialogSession sip = test.session(session);
    session.settle();
    assertThat(session.isValid()).as("nothing sent yet").isTrue();
    sip.onRequest();
    sip.onResponse(Method.INVITE, 403, true, true, "INVITE");
    assertThat(session.isReadyToInvalidate()).isTrue();
    log.clear();
    session.settle();
    log.removeIf(line -> line.equals("enter") || line.equals("leave"));
    assertThat(log)
        .containsExactly("sip ready", "sip destroyed", "user told", "app ready", "app destroyed");
    assertThat(session.isValid()).isFalse();
    assertThat(sip.isValid()).isFalse();
    assertThat(test.sessions.sipSessions()).isZero();
    assertThat(test.lanes.size()).isZero();
  }

  /** Listeners' Javadoc: invalidated after the callback, unless that has set the flag. */
  @Test
  @Tag("289-6.2.4")
  void whatAListenerBeginsDoesNotKeepASessionThatWasReady() {
    AppSession[] created = new AppSession[1];
    Life restless =
        new Life() {
          @Override
          public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {
            super.sessionReadyToInvalidate(event);
            test.session(created[0]).onRequest();
          }

          @Override
          public void sessionReadyToInvalidate(SipSessionEvent event) {
            super.sessionReadyToInvalidate(event);
            ((DialogSession) event.getSession()).onRequest();
          }
        };
    created[0] = test.sessions.create(test.application(3, restless));
    DialogSession sip = test.session(created[0]);
    sip.onRequest();
    sip.onResponse(Method.INVITE, 486, true, true, "INVITE");
    created[0].settle();
    assertThat(log).containsOnlyOnce("sip ready", "app ready");
    assertThat(created[0].isValid()).isFalse();
  }

  /** An application that sends a MESSAGE for each ready session would do so without end. */
  @Test
  @Tag("289-6.2.4")
  void sessionWithoutDialogEndsWithoutBeingReported() {
    AppSession session = test.sessions.create(test.application(3, new Life()));
    DialogSession sip = test.session(session);
    sip.onRequest();
    sip.onResponse(Method.MESSAGE, 200, true, true, "MESSAGE");
    session.settle();
    assertThat(log).contains("sip destroyed").doesNotContain("sip ready");
    assertThat(sip.isValid()).isFalse();
  }

  /** One that a listener makes for each end stays until it expires, as JSR 289 6.2.4 has it. */
  @Test
  @Tag("289-6.2.4")
  void whatAListenerSendsAtAnEndDoesNotLeadToAnotherAtOnce() {
    List<AppSession> sent = new ArrayList<>();
    Application[] application = new Application[1];
    Life chatty =
        new Life() {
          @Override
          public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {
            message();
          }

          @Override
          public void sessionDestroyed(SipApplicationSessionEvent event) {
            message();
          }

          private void message() {
            AppSession made = test.sessions.create(application[0]);
            test.session(made).onRequest();
            sent.add(made);
          }
        };
    application[0] = test.application(3, chatty);
    AppSession first = test.sessions.create(application[0]);
    test.session(first).onRequest();
    answer(first);
    assertThat(first.isValid()).isFalse();
    assertThat(sent).as("told of ready and destroyed").hasSize(2);
    List.copyOf(sent).forEach(this::answer);
    assertThat(sent).hasSize(2).allMatch(AppSession::isValid);
    assertThat(sent.get(0).isReadyToInvalidate()).isFalse();
    test.pass(Duration.ofMinutes(3));
    assertThat(sent).as("of those that have expired").hasSize(4);
    assertThat(sent.subList(0, 2)).noneMatch(AppSession::isValid);
  }

  /** Answers the only SIP session's MESSAGE, as at the end of a handler. */
  private void answer(AppSession session) {
    DialogSession sip = (DialogSession) session.getSessions("SIP").next();
    sip.onResponse(Method.MESSAGE, 200, true, false, "");
    session.settle();
  }

  @Test
  @Tag("289-6.2.2")
  void whatIsNoMethodIsToldEvenIfNoRequestMayBeMade() {
    DialogSession session = test.session(create(3));
    session.onRequest();
    assertThatThrownBy(() -> session.createRequest("not a token"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> session.createRequest("INFO"))
        .isInstanceOf(IllegalStateException.class);
  }

  /**
   * JSR 289 6.2.4: a session without dialog is never ready; here its application session is not.
   */
  @Test
  @Tag("289-15.11.2")
  @Tag("289-6.2.4")
  void sessionThatTheApplicationCanFindOutlivesItsRequests() throws Exception {
    AppSession keyed = test.sessions.createByKey(test.application(3), "key");
    AppSession encoded = test.sessions.create(test.application(3));
    encoded.encodeURI(ValueFactory.createURI("sip:a@h"));
    for (AppSession session : List.of(keyed, encoded)) {
      DialogSession message = test.session(session);
      message.onRequest();
      message.onResponse(Method.of("MESSAGE"), 200, true, true, "message");
      session.settle();
      assertThat(message.isValid()).as("nobody needs it").isFalse();
      assertThat(session.isValid()).isTrue();
      assertThat(session.isReadyToInvalidate()).isFalse();
    }
    test.pass(Duration.ofMinutes(3));
    assertThat(keyed.isValid()).isFalse();
    assertThat(encoded.isValid()).isFalse();
  }

  @Test
  @Tag("289-6.2.4")
  void sessionOfAKeyGoesWithItsDialogs() {
    AppSession keyed = test.sessions.createByKey(test.application(3), "key");
    DialogSession call = test.session(keyed);
    call.onRequest();
    call.onResponse(Method.INVITE, 486, true, true, "invite");
    keyed.settle();
    assertThat(keyed.isValid()).isFalse();
  }

  @Test
  @Tag("A11")
  @Tag("289-6.2.4")
  void sessionsStayIfTheApplicationWantsThem() {
    AppSession session = create(3);
    DialogSession sip = test.session(session);
    sip.setInvalidateWhenReady(false);
    sip.onRequest();
    sip.onResponse(Method.MESSAGE, 200, true, true, "MESSAGE");
    session.setInvalidateWhenReady(false);
    session.settle();
    assertThat(sip.isValid()).isTrue();
    assertThat(sip.isReadyToInvalidate()).isTrue();
    sip.setInvalidateWhenReady(true);
    session.settle();
    assertThat(sip.isValid()).isFalse();
    assertThat(session.isValid()).isTrue();
    Runnable holder = () -> {};
    session.hold(holder);
    session.setInvalidateWhenReady(true);
    session.settle();
    assertThat(session.isValid()).as("held").isTrue();
    session.release(holder);
    session.settle();
    assertThat(session.isValid()).isFalse();
  }

  /** A REGISTER's session makes no dialog, but is used again for the next one. */
  @Test
  @Tag("289-6.2.4")
  void keptSessionWithoutDialogKeepsItsApplicationSession() {
    AppSession session = create(3);
    DialogSession sip = test.session(session);
    sip.setInvalidateWhenReady(false);
    sip.onRequest();
    sip.onResponse(Method.REGISTER, 200, true, false, "REGISTER");
    session.settle();
    assertThat(session.isReadyToInvalidate()).isFalse();
    assertThat(session.isValid()).isTrue();
    sip.setInvalidateWhenReady(true);
    session.settle();
    assertThat(session.isValid()).isFalse();
  }

  @Test
  void taskRunsInTheSessionsTurn() {
    AppSession session = create(3);
    DialogSession sip = test.session(session);
    sip.onRequest();
    log.clear();
    session.execute(
        () -> {
          log.add("" + (Lane.current() == session.lane()));
          sip.onResponse(Method.MESSAGE, 200, true, true, "MESSAGE");
        });
    assertThat(log).isEmpty();
    test.run();
    assertThat(log).startsWith("true");
    assertThat(session.isValid()).as("nothing is open any more").isFalse();
    log.clear();
    session.execute(() -> log.add("never"));
    test.run();
    assertThat(log).isEmpty();
  }

  private AppSession encodedIn(SipURI uri) throws ParseException {
    return test.sessions.encodedIn(Uri.parse(uri.toString()));
  }

  @Test
  void sessionsAreFoundByIdKeyAndUri() throws Exception {
    Application application = test.application(3);
    AppSession keyed = test.sessions.createByKey(application, "k");
    assertThat(test.sessions.createByKey(application, "k")).isSameAs(keyed);
    SessionsUtil util = new SessionsUtil(test.sessions, () -> application);
    assertThat(util.getApplicationSessionByKey("k", false)).isSameAs(keyed);
    assertThat(util.getApplicationSessionByKey("other", false)).isNull();
    assertThat(util.getApplicationSessionByKey("new", true)).isNotNull();
    assertThat(util.getApplicationSessionById(keyed.getId())).isSameAs(keyed);
    SipURI uri = ValueFactory.createSipURI("a", "h");
    keyed.encodeURI(uri);
    assertThat(encodedIn(uri)).isSameAs(keyed);
    keyed.invalidate();
    assertThat(util.getApplicationSessionByKey("k", false)).isNull();
    assertThat(util.getApplicationSessionById(keyed.getId())).isNull();
    assertThat(encodedIn(uri)).isNull();
  }

  /** C-E4: its timers and messages do not wait for the handler that made it. */
  @Test
  @Tag("C-E4")
  void sessionMadeInAHandlerHasALaneOfItsOwn() {
    Application application = test.application(3);
    AppSession one = test.sessions.create(application);
    AppSession other = test.sessions.create(application);
    assertThat(one.lane()).isNotSameAs(other.lane());
  }

  @Test
  void protocolSessionsAreListed() {
    AppSession session = create(3);
    DialogSession sip = test.session(session);
    assertThat(session.getSessions()).toIterable().hasSize(1);
    assertThat(session.getSessions("sip")).toIterable().hasSize(1);
    assertThat(session.getSessions("HTTP")).isExhausted();
    assertThat(session.getSipSession(sip.getId())).isSameAs(sip);
    assertThat(session.getSession(sip.getId(), Protocol.SIP)).isSameAs(sip);
    assertThat(session.getSession(sip.getId(), Protocol.HTTP)).isNull();
    assertThatThrownBy(() -> session.getSessions("FTP"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sipSessionKnowsItsDialogAndHandler() throws Exception {
    DialogSession sip = test.session(create(3));
    assertThat(sip.getLocalParty()).hasToString("<sip:me@h>;tag=mine");
    assertThat(sip.getRemoteParty()).hasToString("<sip:you@h>");
    assertThat(sip.handler()).isEqualTo("main");
    sip.setHandler("other");
    assertThat(sip.handler()).isEqualTo("other");
    assertThatThrownBy(() -> sip.setHandler("none")).isInstanceOf(ServletException.class);
    assertThatThrownBy(sip::getRegion).isInstanceOf(IllegalStateException.class);
    sip.createRequest("INVITE");
    assertThatThrownBy(() -> sip.createRequest("ACK")).isInstanceOf(IllegalArgumentException.class);
    sip.setOutboundInterface(InetAddress.getLoopbackAddress());
    assertThat(log).contains("create INVITE", "from localhost");
    sip.onRequest();
    assertThatThrownBy(() -> sip.createRequest("INFO")).isInstanceOf(IllegalStateException.class);
    sip.invalidate();
    assertThatThrownBy(() -> sip.createRequest("INFO")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(sip::getState).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void listenerThatThrowsStopsNoOther() {
    SipApplicationSessionListener bad =
        new SipApplicationSessionListener() {
          @Override
          public void sessionCreated(SipApplicationSessionEvent event) {
            throw new IllegalStateException("meant to fail");
          }

          @Override
          public void sessionDestroyed(SipApplicationSessionEvent event) {}

          @Override
          public void sessionExpired(SipApplicationSessionEvent event) {}

          @Override
          public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {}
        };
    test.sessions.create(test.application(3, bad, new Life()));
    assertThat(log).containsExactly("enter", "leave", "enter", "app created", "leave");
  }
}
