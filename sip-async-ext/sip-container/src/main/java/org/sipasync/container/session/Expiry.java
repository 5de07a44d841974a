package org.sipasync.container.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Life of an application session. For its lane only. */
final class Expiry implements Runnable {
  /** Seven weeks, after which a session never expires; keeps Duration.toNanos in range. */
  private static final int MAX_MINUTES = 70_560;

  private final AppSession session;
  private final Timers timers;
  private Timers.Handle timer;
  private long end;

  /** First hold; null if there is none. */
  private Runnable hold;

  /** Holds besides the first; null while there was none. */
  private List<Runnable> otherHolds;

  private boolean missed;

  Expiry(AppSession session, Timers timers) {
    this.session = session;
    this.timers = timers;
  }

  /**
   * Restarts the life.
   *
   * @return minutes granted; Integer.MAX_VALUE for an unlimited life
   */
  int start(int minutes) {
    stop();
    missed = false;
    if (minutes <= 0) {
      end = 0;
      return Integer.MAX_VALUE;
    }
    int granted = Math.min(minutes, MAX_MINUTES);
    Duration life = Duration.ofMinutes(granted);
    end = timers.currentTimeMillis() + life.toMillis();
    timer = timers.after(life, this);
    return granted;
  }

  /**
   * Goes on with a life that began on another node.
   *
   * @param until its end in milliseconds since 1970; 0 for none
   */
  void resume(long until) {
    stop();
    end = until;
    if (until != 0) {
      long left = Math.max(0, until - timers.currentTimeMillis());
      timer = timers.after(Duration.ofMillis(left), this);
    }
  }

  /** Returns the end in milliseconds since 1970, passed or not; 0 if there is none. */
  long end() {
    return end;
  }

  /**
   * Returns the end in milliseconds since 1970; 0 if there is none, Long.MIN_VALUE if it has
   * passed.
   */
  long time() {
    return isOver() ? Long.MIN_VALUE : end;
  }

  boolean isOver() {
    return end != 0 && end <= timers.currentTimeMillis();
  }

  /** Runs on the timer's thread. */
  @Override
  public void run() {
    session.lane().execute(this::onDue);
  }

  /** Handles the timer; one of an earlier life, or before a clock that was set back, waits on. */
  private void onDue() {
    if (!session.isValid() || end == 0) {
      return;
    }
    if (!isOver()) {
      stop();
      timer = timers.after(Duration.ofMillis(end - timers.currentTimeMillis()), this);
    } else if (isHeld()) {
      missed = true;
    } else if (!session.mayAct()) {
      timer = timers.after(AppSession.LOOK_AGAIN, this);
    } else {
      session.expire();
    }
  }

  boolean isHeld() {
    return hold != null;
  }

  void hold(Runnable onEnd) {
    if (hold == null) {
      hold = onEnd;
      return;
    }
    if (otherHolds == null) {
      otherHolds = new ArrayList<>(2);
    }
    otherHolds.add(onEnd);
  }

  /** Tells the holders of the session that it ends. */
  void endHolds() {
    if (hold == null) {
      return;
    }
    List<Runnable> all = new ArrayList<>(otherHolds == null ? List.of() : otherHolds);
    all.add(0, hold);
    all.forEach(Runnable::run);
  }

  void release(Runnable onEnd) {
    removeHold(onEnd);
    if (hold == null && missed && session.isValid()) {
      missed = false;
      session.expire();
    }
  }

  private void removeHold(Runnable onEnd) {
    if (!onEnd.equals(hold)) {
      if (otherHolds != null) {
        otherHolds.remove(onEnd);
      }
    } else if (otherHolds == null || otherHolds.isEmpty()) {
      hold = null;
    } else {
      hold = otherHolds.remove(0);
    }
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
