package org.sipasync.sip.transaction;

import java.time.Duration;

/** Lengths of SIP's timers (RFC 3261 17.1.1.1, table 4), computed once. Immutable. */
public final class TimerValues {
  private static final Duration LEAST_TIMER_D = Duration.ofSeconds(32);

  private static final Duration UNANSWERED = Duration.ofMinutes(10);

  /** RFC 3261's defaults: T1 500 ms, T2 4 s, T4 5 s. */
  public static final TimerValues DEFAULT =
      new TimerValues(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));

  /** Delay of an INVITE's 100 Trying (RFC 3261 17.2.1). */
  static final Duration TRYING = Duration.ofMillis(200);

  private final Duration t1;
  private final Duration t2;
  private final Duration t4;
  private final Duration timeout;
  private final Duration silence;
  private final Duration timerEAtT2;
  private final Duration proceeding;
  private final Duration unanswered;

  /**
   * Sets the base values.
   *
   * @param t1 estimated round trip
   * @param t2 longest interval between retransmissions
   * @param t4 longest life of a message in the network
   */
  public TimerValues(Duration t1, Duration t2, Duration t4) {
    this(t1, t2, t4, null, UNANSWERED);
  }

  private TimerValues(
      Duration t1, Duration t2, Duration t4, Duration proceeding, Duration unanswered) {
    this.t1 = t1;
    this.t2 = t2;
    this.t4 = t4;
    this.timeout = t1.multipliedBy(64);
    this.silence = t1.multipliedBy(8);
    Duration sum = Duration.ZERO;
    for (Duration interval = t1; interval.compareTo(t2) < 0; interval = next(interval)) {
      sum = sum.plus(interval);
    }
    this.timerEAtT2 = sum;
    this.proceeding = proceeding;
    this.unanswered = unanswered;
  }

  /**
   * Limits the time that an INVITE client transaction waits for the next response after a 1xx; it
   * then sends a CANCEL. A UAC's counterpart of Timer C; by default there is no limit.
   */
  public TimerValues withProceeding(Duration limit) {
    return new TimerValues(t1, t2, t4, limit, unanswered);
  }

  /**
   * Limits the time that an INVITE server transaction waits for its user's next response; the layer
   * then answers 408. A backstop of 10 minutes by default, longer than any Timer C (RFC 3261 16.6).
   */
  public TimerValues withUnanswered(Duration limit) {
    return new TimerValues(t1, t2, t4, proceeding, limit);
  }

  Duration t1() {
    return t1;
  }

  Duration t2() {
    return t2;
  }

  Duration t4() {
    return t4;
  }

  /** Returns the length of Timers B, F, H, J, L, M: 64 × T1. */
  Duration timeout() {
    return timeout;
  }

  /** Returns the time after which a silent server is left for another one: 8 × T1. */
  Duration silence() {
    return silence;
  }

  /** Returns the length of Timer D, at least 32 s. */
  Duration timerD() {
    return timeout.compareTo(LEAST_TIMER_D) > 0 ? timeout : LEAST_TIMER_D;
  }

  /** Returns twice the interval, but at most T2. */
  Duration next(Duration interval) {
    Duration twice = interval.plus(interval);
    return twice.compareTo(t2) > 0 ? t2 : twice;
  }

  /** Returns the limit of an INVITE server transaction's Proceeding. */
  Duration unanswered() {
    return unanswered;
  }

  /** Returns the limit of an INVITE client transaction's Proceeding; null if there is none. */
  Duration proceeding() {
    return proceeding;
  }

  /** Returns the time that a client waits for its final response after the 100 of a non-INVITE. */
  Duration timeoutAfterTrying() {
    return timeout.minus(timerEAtT2);
  }

  /** Returns the time until a client's Timer E is reset to T2 (RFC 4320 4.1); 3.5 s by default. */
  Duration timerEAtT2() {
    return timerEAtT2;
  }
}
