package org.sipasync.container.dispatch;

import java.time.Duration;
import org.sipasync.container.session.Lane;
import org.sipasync.container.session.Timers;

/**
 * Repeats an INVITE's 2xx until its ACK comes (RFC 3261 13.3.1.4), or a reliable provisional
 * response until its PRACK comes (RFC 3262 3).
 *
 * <pre>
 *            T1, doubling up to the longest: send
 *             +--+
 *             v  |
 *   start --> WAITING --- acknowledged, stop ---> ENDED
 *                |                                  ^
 *                +--- 64 × T1: onGivenUp -----------+
 * </pre>
 *
 * <p>For its lane.
 */
final class Retransmission {
  static final Duration T1 = Duration.ofMillis(500);
  static final Duration T2 = Duration.ofSeconds(4);

  static final Duration UNLIMITED = T1.multipliedBy(64);

  static final Duration LIFE = T1.multipliedBy(64);

  private final Timers timers;
  private final Lane lane;
  private final Runnable send;
  private final Runnable onGivenUp;
  private final Duration longest;
  private Duration interval = T1;
  private Duration waited = Duration.ZERO;
  private Timers.Handle timer;
  private boolean ended;

  /**
   * Starts to wait; the response has been sent once.
   *
   * @param longest interval between two repetitions
   */
  Retransmission(Timers timers, Lane lane, Runnable send, Runnable onGivenUp, Duration longest) {
    this.timers = timers;
    this.lane = lane;
    this.send = send;
    this.onGivenUp = onGivenUp;
    this.longest = longest;
    schedule();
  }

  private void schedule() {
    Duration left = LIFE.minus(waited);
    Duration next = interval.compareTo(left) < 0 ? interval : left;
    timer = timers.after(next, () -> lane.execute(() -> onTimer(next)));
  }

  private void onTimer(Duration passed) {
    if (ended) {
      return;
    }
    waited = waited.plus(passed);
    if (waited.compareTo(LIFE) >= 0) {
      ended = true;
      onGivenUp.run();
      return;
    }
    send.run();
    Duration twice = interval.plus(interval);
    interval = twice.compareTo(longest) < 0 ? twice : longest;
    schedule();
  }

  /** Ends the repetitions. Idempotent. */
  void stop() {
    ended = true;
    timer.cancel();
  }
}
