package org.sipasync.container.session;

import java.io.Serializable;
import java.time.Duration;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.TimerListener;

/** ServletTimer: runs in its application session's lane. */
final class ApplicationTimer implements ServletTimer {
  private final AppSession session;
  private final String id;
  private final Serializable info;
  private final long periodMillis;
  private final boolean fixedDelay;
  private final boolean isPersistent;
  private volatile long due;
  private volatile Timers.Handle handle;
  private volatile boolean cancelled;

  /**
   * Describes a timer.
   *
   * @param periodMillis 0 if it runs once
   * @param isPersistent true if it outlives its node
   */
  ApplicationTimer(
      AppSession session,
      String id,
      Serializable info,
      long periodMillis,
      boolean fixedDelay,
      boolean isPersistent) {
    this.session = session;
    this.id = id;
    this.info = info;
    this.periodMillis = periodMillis;
    this.fixedDelay = fixedDelay;
    this.isPersistent = isPersistent;
  }

  /** Describes a timer of another node; its information is read by {@link SessionTransfer}. */
  static ApplicationTimer of(AppSession session, TimerSnapshot snapshot, Serializable info) {
    return new ApplicationTimer(
        session, snapshot.id(), info, snapshot.period(), snapshot.fixedDelay(), true);
  }

  boolean isPersistent() {
    return isPersistent;
  }

  /** Returns the state for another node. */
  TimerSnapshot snapshot(byte[] writtenInfo) {
    return new TimerSnapshot(id, due, periodMillis, fixedDelay, writtenInfo);
  }

  void start(long delayMillis) {
    due = timers().currentTimeMillis() + delayMillis;
    runAfter(Duration.ofMillis(Math.max(0, delayMillis)));
  }

  private void runAfter(Duration delay) {
    handle = timers().after(delay, () -> session.lane().execute(this::run));
  }

  private Timers timers() {
    return session.sessions().timers();
  }

  private void run() {
    if (cancelled || !session.isValid() || session.application().context().isRetired()) {
      return;
    }
    if (!session.mayAct()) {
      runAfter(AppSession.LOOK_AGAIN); // another node may have it
      return;
    }
    long scheduled = due;
    if (periodMillis > 0 && !fixedDelay) {
      next(scheduled);
    }
    session.application().listeners().fire(TimerListener.class, l -> l.timeout(this));
    if (periodMillis == 0) {
      session.remove(this);
    } else if (fixedDelay && !cancelled) {
      start(periodMillis);
    }
    session.settle();
  }

  /** Schedules the next run at the fixed rate; skips missed runs. */
  private void next(long scheduled) {
    long now = timers().currentTimeMillis();
    long missed = Math.max(0, now - scheduled) / periodMillis;
    start(scheduled + (missed + 1) * periodMillis - now);
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (handle != null) {
      handle.cancel();
    }
    session.remove(this);
  }

  @Override
  public SipApplicationSession getApplicationSession() {
    return session;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public Serializable getInfo() {
    return info;
  }

  @Override
  public long scheduledExecutionTime() {
    return due;
  }

  @Override
  public long getTimeRemaining() {
    return due - timers().currentTimeMillis();
  }
}
