package org.sipasync.container.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.time.Duration;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTimersTest {
  private final TestSessions test = new TestSessions();
  private final TimerListener listener = timer -> test.log.add("timeout " + timer.getInfo());
  private final Application application = test.application(60, listener);
  private final TimerService service = new ApplicationTimers(() -> application);
  private final AppSession session = test.sessions.create(application);

  @AfterEach
  void close() {
    test.close();
  }

  private long timeouts() {
    return test.log.stream().filter(line -> line.startsWith("timeout")).count();
  }

  @Test
  void timerRunsOnceInItsSessionsContextAndLetsItGo() {
    ServletTimer timer = service.createTimer(session, 1000, false, "x");
    test.run();
    assertThat(session.getTimers()).containsExactly(timer);
    assertThat(session.getTimer(timer.getId())).isSameAs(timer);
    assertThat(timer.getTimeRemaining()).isEqualTo(1000);
    assertThat(timer.getApplicationSession()).isSameAs(session);
    assertThat(session.isReadyToInvalidate()).isFalse();
    test.pass(Duration.ofMillis(999));
    assertThat(timeouts()).isZero();
    test.pass(Duration.ofMillis(1));
    assertThat(test.log).containsExactly("enter", "timeout x", "leave");
    assertThat(session.isValid()).as("nothing else in it").isFalse();
  }

  /** Applications cast what they get back, as on other containers. */
  @Test
  void sessionAsInformation() {
    SipApplicationSession other = session;
    ServletTimer timer = service.createTimer(session, 1000, false, (Serializable) other);
    assertThat(timer.getInfo()).isSameAs(session);
  }

  @Test
  void timerRepeatsUntilCancelled() {
    ServletTimer timer = service.createTimer(session, 100, 1000, false, false, "x");
    test.pass(Duration.ofMillis(100));
    test.pass(Duration.ofMillis(1000));
    test.pass(Duration.ofMillis(3500));
    assertThat(timeouts()).as("missed runs are left out").isEqualTo(3);
    assertThat(timer.getTimeRemaining()).isEqualTo(500);
    test.pass(Duration.ofMillis(500));
    assertThat(timeouts()).isEqualTo(4);
    timer.cancel();
    test.pass(Duration.ofSeconds(5));
    assertThat(timeouts()).isEqualTo(4);
    assertThat(session.getTimers()).isEmpty();
  }

  @Test
  void fixedDelayCountsFromTheRun() {
    service.createTimer(session, 0, 1000, true, false, "x");
    test.pass(Duration.ZERO);
    test.pass(Duration.ofMillis(1700));
    assertThat(timeouts()).isEqualTo(2);
    test.pass(Duration.ofMillis(999));
    assertThat(timeouts()).isEqualTo(2);
    test.pass(Duration.ofMillis(1));
    assertThat(timeouts()).isEqualTo(3);
  }

  @Test
  void invalidSessionCancelsItsTimers() {
    service.createTimer(session, 1000, false, "x");
    test.run();
    session.invalidate();
    test.pass(Duration.ofSeconds(2));
    assertThat(timeouts()).isZero();
    assertThatThrownBy(() -> service.createTimer(session, 1, false, null))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Information that cannot be written anywhere. */
  private static final class InMemory implements Serializable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final Object unwritable = new Object();
  }

  /** ADR 58: it lives in memory, and ends with its session. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Tag("289-9")
  void persistentTimerIsLikeAnyOther(boolean persistent) {
    InMemory info = new InMemory();
    ServletTimer timer = service.createTimer(session, 1000, persistent, info);
    AppSession other = test.sessions.create(application);
    service.createTimer(other, 1000, persistent, "y");
    test.run();
    assertThat(timer.getInfo()).isSameAs(info);
    session.invalidate();
    test.pass(Duration.ofSeconds(2));
    assertThat(timeouts()).isEqualTo(1);
    assertThat(test.log).contains("timeout y");
  }

  @Test
  void badTimersAreRefused() {
    assertThatThrownBy(() -> service.createTimer(session, 1, 0, false, false, null))
        .isInstanceOf(IllegalArgumentException.class);
    Application deaf = test.application(60);
    AppSession other = test.sessions.create(deaf);
    assertThatThrownBy(() -> new ApplicationTimers(() -> deaf).createTimer(other, 1, false, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("TimerListener");
  }
}
