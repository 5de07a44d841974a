package org.sipasync.sip.transaction;

import java.time.Duration;

/**
 * Base values of SIP's timers (RFC 3261 17.1.1.1, table 4).
 *
 * @param t1 estimated round trip
 * @param t2 longest interval between retransmissions
 * @param t4 longest life of a message in the network
 */
public record TimerValues(Duration t1, Duration t2, Duration t4) {
  /** RFC 3261's defaults: 500 ms, 4 s, 5 s. */
  public static final TimerValues DEFAULT =
      new TimerValues(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));

  /** Delay of an INVITE's 100 Trying (RFC 3261 17.2.1). */
  static final Duration TRYING = Duration.ofMillis(200);

  /** Timers B, F, H, J, L, M: 64 × T1. */
  Duration timeout() {
    return t1.multipliedBy(64);
  }

  /** Timer D: at least 32 s. */
  Duration timerD() {
    Duration least = Duration.ofSeconds(32);
    return timeout().compareTo(least) > 0 ? timeout() : least;
  }

  /** Twice the interval, but at most T2. */
  Duration next(Duration interval) {
    Duration twice = interval.multipliedBy(2);
    return twice.compareTo(t2) > 0 ? t2 : twice;
  }

  /** Time until a client's Timer E is reset to T2 (RFC 4320 4.1); 3.5 s by default. */
  Duration timerEAtT2() {
    Duration sum = Duration.ZERO;
    for (Duration interval = t1; interval.compareTo(t2) < 0; interval = next(interval)) {
      sum = sum.plus(interval);
    }
    return sum;
  }
}
