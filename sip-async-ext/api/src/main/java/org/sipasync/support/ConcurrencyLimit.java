package org.sipasync.support;

import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits and counts calls in flight. Exact: never more than the limit hold a permit, and none is
 * refused while fewer do. Thread-safe and non-blocking.
 */
public final class ConcurrencyLimit {
  private final int max;
  private final String what;
  private final String key;
  private final AtomicInteger inFlight = new AtomicInteger();

  /** Permit of one call in flight, until released. Thread-safe. */
  public final class Permit {
    private final AtomicBoolean released = new AtomicBoolean();

    private Permit() {}

    /** Releases the permit. Idempotent. */
    public void release() {
      if (released.compareAndSet(false, true)) {
        inFlight.decrementAndGet();
      }
    }
  }

  /**
   * Creates a limit with no call in flight.
   *
   * @param max limit of calls in flight; at least 1
   * @param what name of the calls, in the plural, as in {@code "LDAP searches"}; not null
   * @param key full key of the limit's setting, for the message; not null
   */
  public ConcurrencyLimit(int max, String what, String key) {
    this.max = max;
    this.what = Objects.requireNonNull(what, "what");
    this.key = Objects.requireNonNull(key, "key");
  }

  /**
   * Acquires a permit, which its holder must release.
   *
   * @throws RejectedExecutionException if the limit is reached; the message names the setting
   */
  public Permit acquire() {
    int now = inFlight.get();
    while (now < max) {
      if (inFlight.compareAndSet(now, now + 1)) {
        return new Permit();
      }
      now = inFlight.get();
    }
    throw reached(max, what, key);
  }

  /** Returns the number of permits not yet released. */
  public int inFlight() {
    return inFlight.get();
  }

  /**
   * Returns the exception of a reached limit, for limits counted elsewhere.
   *
   * @param what name of the calls, in the plural
   * @param key full key of the limit's setting
   */
  public static RejectedExecutionException reached(int max, String what, String key) {
    return new RejectedExecutionException(
        "limit of " + max + " in-flight " + what + " reached (" + key + ")");
  }
}
