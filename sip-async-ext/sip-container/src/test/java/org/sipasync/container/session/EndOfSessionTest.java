package org.sipasync.container.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Listeners that do harm while a session ends. */
@Tag("289-6.2")
class EndOfSessionTest {
  private final TestSessions test = new TestSessions();
  private int destroyed;

  @AfterEach
  void close() {
    test.close();
  }

  private final class OnDestroyed implements SipApplicationSessionListener, SipSessionListener {
    private final Consumer<SipApplicationSessionEvent> application;
    private final Consumer<SipSessionEvent> sip;

    OnDestroyed(Consumer<SipApplicationSessionEvent> application, Consumer<SipSessionEvent> sip) {
      this.application = application;
      this.sip = sip;
    }

    @Override
    public void sessionDestroyed(SipApplicationSessionEvent event) {
      destroyed++;
      application.accept(event);
    }

    @Override
    public void sessionDestroyed(SipSessionEvent event) {
      destroyed++;
      sip.accept(event);
    }

    @Override
    public void sessionCreated(SipApplicationSessionEvent event) {}

    @Override
    public void sessionExpired(SipApplicationSessionEvent event) {}

    @Override
    public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {}

    @Override
    public void sessionCreated(SipSessionEvent event) {}

    @Override
    public void sessionReadyToInvalidate(SipSessionEvent event) {}
  }

  private void end(
      Consumer<SipApplicationSessionEvent> application,
      Consumer<SipSessionEvent> sip,
      boolean sipFirst) {
    OnDestroyed listener = new OnDestroyed(application, sip);
    AppSession session = test.sessions.create(test.application(3, listener));
    DialogSession dialog = test.session(session);
    if (sipFirst) {
      dialog.invalidate();
    } else {
      session.invalidate();
    }
    assertThat(destroyed).as("each told once").isEqualTo(2);
    assertThat(session.isValid()).isFalse();
    assertThat(dialog.isValid()).isFalse();
    assertThat(test.sessions.sipSessions()).isZero();
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void applicationSessionIsInvalidatedAgain() {
    end(event -> event.getApplicationSession().invalidate(), event -> {}, false);
  }

  @Test
  void sipSessionIsInvalidatedAgain() {
    end(event -> {}, event -> event.getSession().invalidate(), false);
  }

  @Test
  void eachInvalidatesBoth() {
    end(
        event -> event.getApplicationSession().invalidate(),
        event -> event.getSession().getApplicationSession().invalidate(),
        true);
  }

  @Test
  void errorsStopNothing() {
    end(
        event -> {
          throw new LinkageError("meant to fail");
        },
        event -> {
          throw new StackOverflowError("meant to fail");
        },
        false);
  }
}
