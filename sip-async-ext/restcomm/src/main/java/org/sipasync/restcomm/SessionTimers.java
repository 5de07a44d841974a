package org.sipasync.restcomm;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.timers.DefaultSasTimerTask;
import org.mobicents.servlet.sip.core.timers.SipApplicationSessionTimerService;
import org.mobicents.servlet.sip.core.timers.SipApplicationSessionTimerTask;

/**
 * Expires the SipApplicationSessions of one application, each in its lane. Restcomm's own services
 * purge their whole queue at every hundredth cancel, which took most of the CPU at 2,000 calls/s.
 */
final class SessionTimers implements SipApplicationSessionTimerService {
  private final ScheduledThreadPoolExecutor clock;

  SessionTimers(ScheduledThreadPoolExecutor clock) {
    this.clock = clock;
  }

  @Override
  public SipApplicationSessionTimerTask createSipApplicationSessionTimerTask(
      MobicentsSipApplicationSession session) {
    return new Expiry(session);
  }

  @Override
  public SipApplicationSessionTimerTask schedule(
      SipApplicationSessionTimerTask task, long delay, TimeUnit unit) {
    Expiry expiry = (Expiry) task;
    expiry.schedule(clock, unit.toMillis(delay));
    return task;
  }

  @Override
  public boolean cancel(SipApplicationSessionTimerTask task) {
    Future<?> future = ((Expiry) task).future;
    return future != null && future.cancel(false);
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

  private static final class Expiry extends DefaultSasTimerTask {
    /** How long a session outlives its time at a stretch while something in it is suspended. */
    private static final long POSTPONED_MILLIS = 1000;

    private volatile ScheduledFuture<?> future;

    Expiry(MobicentsSipApplicationSession session) {
      super(session);
    }

    private void schedule(ScheduledThreadPoolExecutor clock, long millis) {
      future = clock.schedule(() -> inLane(clock), millis, TimeUnit.MILLISECONDS);
    }

    private void inLane(ScheduledThreadPoolExecutor clock) {
      if (getSipApplicationSession() instanceof SerialSession session) {
        session.lane().execute(() -> expire(session, clock));
      }
    }

    /** Not while a message is suspended; its deadline bounds how long that is (rule A11). */
    private void expire(SerialSession session, ScheduledThreadPoolExecutor clock) {
      boolean postponed;
      try (var scope = SessionScope.open(session)) {
        postponed = session.hasSuspended();
      }
      if (postponed) {
        schedule(clock, POSTPONED_MILLIS);
      } else {
        run();
      }
    }
  }
}
