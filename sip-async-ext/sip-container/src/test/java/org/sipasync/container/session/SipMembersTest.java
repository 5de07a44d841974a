package org.sipasync.container.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.Method;

/** An application session with many SIP sessions: after a handler, only what has changed counts. */
@Tag("289-6.2.4")
class SipMembersTest {
  private final TestSessions test = new TestSessions();
  private final AppSession application = test.sessions.create(test.application(3));
  private final List<DialogSession> sessions = new ArrayList<>();

  @AfterEach
  void close() {
    test.close();
  }

  private void make(int number) {
    for (int i = 0; i < number; i++) {
      DialogSession session = test.session(application);
      session.onRequest();
      sessions.add(session);
    }
    application.settle();
  }

  private static void end(DialogSession session) {
    session.onResponse(Method.INVITE, 486, true, true, "INVITE");
  }

  @Test
  void onlyWhatHasChangedIsLookedAt() {
    make(1_000);
    assertThat(application.sip().poll()).as("settled").isNull();
    end(sessions.get(700));
    end(sessions.get(3));
    sessions.get(700).setInvalidateWhenReady(true);
    assertThat(application.sip().poll()).isSameAs(sessions.get(700));
    assertThat(application.sip().poll()).isSameAs(sessions.get(3));
    assertThat(application.sip().poll()).isNull();
  }

  @Test
  void theLastOneTakesTheApplicationSessionAlong() {
    make(10);
    for (DialogSession each : sessions) {
      assertThat(application.isReadyToInvalidate()).isFalse();
      end(each);
      application.settle();
      assertThat(each.isValid()).isFalse();
    }
    assertThat(application.isValid()).isFalse();
  }

  @Test
  @Tag("A11")
  void whatIsHeldIsLookedAtOnceAndWhenItIsReleased() {
    make(3);
    Runnable holder = () -> {};
    application.hold(holder);
    end(sessions.get(1));
    application.settle();
    assertThat(application.sip().poll()).as("postponed").isNull();
    end(sessions.get(0));
    sessions.get(1).onRequest();
    application.settle();
    assertThat(sessions.get(0).isValid()).isTrue();
    application.release(holder);
    application.settle();
    assertThat(sessions).extracting(DialogSession::isValid).containsExactly(false, true, true);
    end(sessions.get(1));
    application.settle();
    assertThat(sessions.get(1).isValid()).isFalse();
  }

  @Test
  void membersKeepTheirOrder() {
    make(4);
    end(sessions.get(1));
    end(sessions.get(3));
    application.settle();
    DialogSession later = test.session(application);
    List<Object> members = new ArrayList<>();
    application.getSessions("SIP").forEachRemaining(members::add);
    assertThat(members).containsExactly(sessions.get(0), sessions.get(2), later);
    later.invalidate();
    later.onRequest();
    assertThat(application.sip().poll()).as("it has been made").isSameAs(later);
    assertThat(application.sip().poll()).as("and is none any more").isNull();
    assertThat(application.isReadyToInvalidate()).isFalse();
  }
}
