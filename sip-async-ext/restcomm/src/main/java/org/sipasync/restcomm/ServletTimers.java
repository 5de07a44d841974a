package org.sipasync.restcomm;

import java.io.Serializable;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.TimerListener;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.timers.ServletTimerImpl;
import org.mobicents.servlet.sip.core.timers.SipServletTimerService;

/** The TimerService of one application: a timer's listener runs in its session's lane. */
final class ServletTimers implements SipServletTimerService {
  private static final long serialVersionUID = 1L;

  private final transient ScheduledThreadPoolExecutor clock;

  ServletTimers(ScheduledThreadPoolExecutor clock) {
    this.clock = clock;
  }

  @Override
  public ServletTimer createTimer(
      SipApplicationSession session, long delay, boolean persistent, Serializable info) {
    SerialSession owner = owner(session);
    InLane timer = new InLane(info, delay, listener(owner), owner);
    timer.setFuture(clock.schedule(timer::fire, delay, TimeUnit.MILLISECONDS));
    owner.addServletTimer(timer);
    return timer;
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
      throw new IllegalArgumentException("A timer's period is at least 1 ms, not " + period);
    }
    SerialSession owner = owner(session);
    InLane timer = new InLane(info, delay, fixedDelay, period, listener(owner), owner);
    timer.setFuture(
        fixedDelay
            ? clock.scheduleWithFixedDelay(timer::fire, delay, period, TimeUnit.MILLISECONDS)
            : clock.scheduleAtFixedRate(timer::fire, delay, period, TimeUnit.MILLISECONDS));
    owner.addServletTimer(timer);
    return timer;
  }

  private static SerialSession owner(SipApplicationSession session) {
    SerialSession owner = SerialSession.of(session);
    if (!owner.isValid()) {
      throw new IllegalStateException(
          "No timer can be set: SipApplicationSession " + session.getId() + " is invalid");
    }
    return owner;
  }

  private static TimerListener listener(SerialSession owner) {
    if (!owner.hasTimerListener()) {
      throw new IllegalStateException(
          "No timer can be set: application "
              + owner.getApplicationName()
              + " has no TimerListener annotated with @SipListener");
    }
    return owner.getSipContext().getListeners().getTimerListener();
  }

  @Override
  public void start() {}

  /** The sessions cancel their own timers when they end; the clock is the server's. */
  @Override
  public void stop() {}

  @Override
  public boolean isStarted() {
    return true;
  }

  private static final class InLane extends ServletTimerImpl {
    private final Lane lane;

    InLane(Serializable info, long delay, TimerListener listener, SerialSession owner) {
      super(info, delay, listener, owner);
      lane = owner.lane();
    }

    InLane(
        Serializable info,
        long delay,
        boolean fixedDelay,
        long period,
        TimerListener listener,
        SerialSession owner) {
      super(info, delay, fixedDelay, period, listener, owner);
      lane = owner.lane();
    }

    void fire() {
      lane.execute(
          () -> {
            MobicentsSipApplicationSession owner = getApplicationSession();
            if (owner != null && owner.isValidInternal() && !isCanceled()) {
              run();
            }
          });
    }
  }
}
