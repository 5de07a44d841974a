package org.sipasync.container.keepalive;

import java.time.Duration;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Timers;

/**
 * Timer of one dialog's interval. For its session's lane.
 *
 * <pre>
 *   OFF --- 2xx with an interval ---> RUNNING --- 2xx with an interval ---> RUNNING, anew
 *    ^                                 |   |
 *    |                                 |   +--- half of it, if ours: refreshDue; again if it must
 *    |                                 |        wait
 *    +--- 2xx without, end ------------+
 *    +--- two thirds of it, or 32 s before its end: expired
 * </pre>
 */
public final class IntervalTimer {
  /** Receiver of the timer's events, in the lane. */
  public interface Events {
    /** The dialog is to be refreshed by this side. */
    void refreshDue();

    /** Ends the wait: the dialog was not refreshed. */
    void expired();
  }

  private final DialogSession session;
  private final Events events;

  /** Null while it is off. */
  private Round round;

  public IntervalTimer(DialogSession session, Events events) {
    this.session = session;
    this.events = events;
  }

  /** One interval, from a 2xx to the next. */
  private static final class Round {
    final SessionInterval interval;
    final long since;
    Timers.Handle refresh;
    Timers.Handle expiry;

    Round(SessionInterval interval, long since) {
      this.interval = interval;
      this.since = since;
    }
  }

  /** Beginning of the running interval in milliseconds since 1970. */
  public long since() {
    return round.since;
  }

  /** Agreed interval; null while the timer is off. */
  public SessionInterval interval() {
    return round == null ? null : round.interval;
  }

  /**
   * Begins an interval in place of the last.
   *
   * @param interval null: none, the timer is off
   */
  public void start(SessionInterval interval) {
    stop();
    if (interval != null) {
      begin(interval, session.timers().currentTimeMillis(), Duration.ZERO);
    }
  }

  /**
   * Goes on with an interval of another node.
   *
   * @param since its beginning in milliseconds since 1970
   */
  public void resume(SessionInterval interval, long since) {
    stop();
    long passed = Math.max(0, session.timers().currentTimeMillis() - since);
    begin(interval, since, Duration.ofMillis(passed));
  }

  private void begin(SessionInterval interval, long since, Duration passed) {
    Round begun = new Round(interval, since);
    round = begun;
    begun.expiry = after(left(interval.expiry(), passed), begun, this::expire);
    if (interval.isOurs()) {
      begun.refresh = after(left(interval.refresh(), passed), begun, events::refreshDue);
    }
  }

  private static Duration left(Duration whole, Duration passed) {
    Duration left = whole.minus(passed);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Tells once more, later, that this side is to refresh. */
  public void refreshAfter(Duration delay) {
    if (round != null) {
      round.refresh = after(delay, round, events::refreshDue);
    }
  }

  /** The timer fires on the loop; a round that has ended meanwhile tells nothing. */
  private Timers.Handle after(Duration delay, Round of, Runnable event) {
    Runnable inLane =
        () -> {
          if (round == of) {
            event.run();
          }
        };
    AppSession application = session.getApplicationSession();
    return session.timers().after(delay, () -> application.execute(inLane));
  }

  private void expire() {
    stop();
    events.expired();
  }

  /** Turns the timer off. Idempotent. */
  public void stop() {
    Round ended = round;
    round = null;
    if (ended != null) {
      ended.expiry.cancel();
      if (ended.refresh != null) {
        ended.refresh.cancel();
      }
    }
  }
}
