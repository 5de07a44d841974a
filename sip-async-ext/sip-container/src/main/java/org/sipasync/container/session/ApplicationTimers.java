package org.sipasync.container.session;

import java.io.Serializable;
import java.util.function.Supplier;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;

/** TimerService of one application; persistent timers outlive their node in a cluster. */
public final class ApplicationTimers implements TimerService {
  private final Supplier<Application> application;

  /**
   * Creates the service; its application need not be complete yet.
   *
   * @param application called when a timer is created
   */
  public ApplicationTimers(Supplier<Application> application) {
    this.application = application;
  }

  @Override
  public ServletTimer createTimer(
      SipApplicationSession session, long delay, boolean persistent, Serializable info) {
    return start(session, delay, 0, false, persistent, info);
  }

  @Override
  public ServletTimer createTimer(
      SipApplicationSession session,
      long delay,
      long period,
      boolean fixedDelay,
      boolean persistent,
      Serializable info) {
    if (period < 1) {
      throw new IllegalArgumentException("Period " + period + " ms is below 1 ms");
    }
    return start(session, delay, period, fixedDelay, persistent, info);
  }

  private ServletTimer start(
      SipApplicationSession session,
      long delay,
      long period,
      boolean fixed,
      boolean persistent,
      Serializable info) {
    AppSession owner = (AppSession) session;
    owner.checkValid();
    if (!application.get().listeners().has(TimerListener.class)) {
      throw new IllegalStateException(
          "Application " + application.get().name() + " has no TimerListener; declare one");
    }
    ApplicationTimer timer =
        new ApplicationTimer(owner, owner.sessions().newId(), info, period, fixed, persistent);
    owner.add(timer);
    timer.start(delay);
    return timer;
  }
}
