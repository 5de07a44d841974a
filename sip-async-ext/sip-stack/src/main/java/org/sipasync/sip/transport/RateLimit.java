package org.sipasync.sip.transport;

import java.util.concurrent.TimeUnit;

/** Token bucket: a number of permits per second, and a burst of one second's permits. */
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

  /** Takes a permit; false if none is left. */
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
