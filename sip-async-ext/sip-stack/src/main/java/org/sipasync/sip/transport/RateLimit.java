package org.sipasync.sip.transport;

import java.util.concurrent.TimeUnit;

/** Lets through so many per second, and at most one second's worth at once (token bucket). */
final class RateLimit {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final long perSecond;
  private long tokens;
  private long refilledAt;

  RateLimit(long perSecond, long now) {
    this.perSecond = perSecond;
    this.tokens = perSecond;
    this.refilledAt = now;
  }

  /** Takes one; false if none is left. */
  boolean tryTake(long now) {
    if (perSecond == 0) {
      return false;
    }
    long elapsed = Math.min(SECOND, now - refilledAt);
    long fresh = elapsed * perSecond / SECOND;
    if (fresh > 0) {
      tokens = Math.min(perSecond, tokens + fresh);
      refilledAt = now;
    }
    if (tokens == 0) {
      return false;
    }
    tokens--;
    return true;
  }
}
