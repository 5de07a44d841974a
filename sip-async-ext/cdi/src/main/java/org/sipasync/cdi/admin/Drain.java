package org.sipasync.cdi.admin;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sipasync.admin.NodeState;

/**
 * Takes a server out of service.
 *
 * <pre>
 *             begin                idle, or time is up
 *   RUNNING ─────────▶ DRAINING ───────────────────────▶ STOPPING
 *      ▲                  │
 *      └──── takeBack ────┘
 * </pre>
 */
final class Drain {
  private final LongSupplier clock;
  private final Consumer<Boolean> refuseNew;
  private final BooleanSupplier idle;
  private final Report report;
  private final Runnable stop;
  private NodeState state = NodeState.RUNNING;
  private long startedNanos;
  private Duration atMost = Duration.ZERO;

  /** Told when a drain is over. */
  interface Report {
    void drained(long millis, boolean isIdle);
  }

  /**
   * @param clock on the scale of {@link System#nanoTime}
   * @param refuseNew has new initial requests refused, or taken again
   * @param idle whether nothing is in flight
   * @param report told how long the drain has taken, in ms, and whether nothing is in flight
   * @param stop begins the stop of the server, and returns
   */
  Drain(
      LongSupplier clock,
      Consumer<Boolean> refuseNew,
      BooleanSupplier idle,
      Report report,
      Runnable stop) {
    this.clock = clock;
    this.refuseNew = refuseNew;
    this.idle = idle;
    this.report = report;
    this.stop = stop;
  }

  synchronized NodeState state() {
    return state;
  }

  /** Refuses new requests; false if they are refused already. */
  synchronized boolean begin(Duration time) {
    if (state != NodeState.RUNNING) {
      return false;
    }
    state = NodeState.DRAINING;
    startedNanos = clock.getAsLong();
    atMost = time;
    refuseNew.accept(true);
    return true;
  }

  /** Takes new requests again; false if it is too late, or there is nothing to take back. */
  synchronized boolean takeBack() {
    if (state != NodeState.DRAINING) {
      return false;
    }
    state = NodeState.RUNNING;
    refuseNew.accept(false);
    return true;
  }

  /** Looks whether it is time to stop; called now and then. */
  void check() {
    if (state() != NodeState.DRAINING) {
      return;
    }
    boolean isIdle = idle.getAsBoolean();
    if (isOver(isIdle)) {
      long waited = Duration.ofNanos(clock.getAsLong() - startedNanos).toMillis();
      report.drained(waited, isIdle);
      stop.run();
    }
  }

  private synchronized boolean isOver(boolean isIdle) {
    boolean timeIsUp = clock.getAsLong() - startedNanos >= atMost.toNanos();
    if (state != NodeState.DRAINING || !timeIsUp && !isIdle) {
      return false;
    }
    state = NodeState.STOPPING;
    return true;
  }
}
