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

  /** Callback for the end of a drain. */
  interface Report {
    void drained(long millis, boolean isIdle);
  }

  /**
   * @param clock on the scale of {@link System#nanoTime}
   * @param refuseNew refuses new initial requests, or accepts them again
   * @param idle returns true if nothing is in flight
   * @param report receives the drain's duration in ms, and whether the server is idle
   * @param stop initiates the stop of the server, without blocking
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

  /** Refuses new requests; false if they are already refused. */
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

  /** Accepts new requests again; false if not draining, or already stopping. */
  synchronized boolean takeBack() {
    if (state != NodeState.DRAINING) {
      return false;
    }
    state = NodeState.RUNNING;
    refuseNew.accept(false);
    return true;
  }

  /** Checks whether to stop; called periodically. */
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
