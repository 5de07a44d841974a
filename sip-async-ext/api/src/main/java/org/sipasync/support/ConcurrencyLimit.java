package org.sipasync.support;

import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many calls are in flight, and counts them. Never more than the limit hold a permit,
 * and none is refused while fewer do. Thread-safe; nothing blocks.
 */
public final class ConcurrencyLimit {
  private final int max;
  private final String what;
  private final String key;
  private final AtomicInteger inFlight = new AtomicInteger();

  /** Right of one call to be in flight, until it is released. Thread-safe. */
  public final class Permit {
    private final AtomicBoolean released = new AtomicBoolean();

    private Permit() {}

    /** Makes room for another call. Idempotent: only the first release counts. */
    public void release() {
      if (released.compareAndSet(false, true)) {
        inFlight.decrementAndGet();
      }
    }
  }

  /**
   * Creates a limit with no call in flight.
   *
   * @param max calls in flight at most; at least 1
   * @param what is limited, in the plural, as in {@code "LDAP searches"}; not null
   * @param key whole key of the setting that holds the limit, for the message; not null
   */
  public ConcurrencyLimit(int max, String what, String key) {
    this.max = max;
    this.what = Objects.requireNonNull(what, "what");
    this.key = Objects.requireNonNull(key, "key");
  }

  /**
   * Takes a permit, which its holder must release.
   *
   * @throws RejectedExecutionException if the limit is reached; the message says which setting
   *     raises it
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

  /** Number of permits not yet released. */
  public int inFlight() {
    return inFlight.get();
  }

  /**
   * Returns the exception of a limit that is reached, for limits that are counted elsewhere.
   *
   * @param what is limited, in the plural
   * @param key whole key of the setting that holds the limit
   */
  public static RejectedExecutionException reached(int max, String what, String key) {
    return new RejectedExecutionException(
        "limit of " + max + " in-flight " + what + " reached (" + key + ")");
  }
}
