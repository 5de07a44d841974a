package org.sipasync.support;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits failed logins against password guessing: after too many failures within a window, a key is
 * blocked until that window is over. When full, it evicts the oldest key. Thread-safe.
 */
public final class LoginThrottle {
  private static final int IPV6_NETWORK_BYTES = 8;

  private final LongSupplier clock;
  private final int maxFailures;
  private final long windowNanos;
  private final Map<String, Failed> failures;

  private record Failed(long sinceNanos, int count) {}

  /**
   * Creates a throttle.
   *
   * @param clock on the scale of {@link System#nanoTime}
   * @param maxFailures failures that block a key; at least 1
   * @param window time from a key's first failure
   * @param maxKeys maximum number of keys
   */
  public LoginThrottle(LongSupplier clock, int maxFailures, Duration window, int maxKeys) {
    this.clock = clock;
    this.maxFailures = maxFailures;
    this.windowNanos = window.toNanos();
    this.failures = new BoundedMap<>(maxKeys);
  }

  /** Returns the seconds until a key may try again, rounded up; 0 if it may try now. */
  public synchronized int blockedSeconds(String key) {
    Failed counted = failures.get(key);
    if (counted == null || counted.count < maxFailures) {
      return 0;
    }
    long leftNanos = windowNanos - (clock.getAsLong() - counted.sinceNanos);
    return leftNanos <= 0 ? 0 : (int) TimeUnit.NANOSECONDS.toSeconds(leftNanos) + 1;
  }

  /** Returns true if a key has no attempt left. */
  public boolean isBlocked(String key) {
    return blockedSeconds(key) > 0;
  }

  /** Counts a failure. */
  public synchronized void failed(String key) {
    long now = clock.getAsLong();
    failures.merge(
        key,
        new Failed(now, 1),
        (counted, one) ->
            now - counted.sinceNanos >= windowNanos
                ? one
                : new Failed(counted.sinceNanos, counted.count + 1));
  }

  /** Clears the failures of a key after a success. */
  public synchronized void succeeded(String key) {
    failures.remove(key);
  }

  /**
   * Returns the key of an IP address. IPv6 addresses count by their /64, the size of a home
   * network.
   *
   * @param address as returned by {@code getRemoteAddr}; not a host name, which would be resolved
   */
  public static String networkOf(String address) {
    try {
      InetAddress parsed = InetAddress.getByName(address);
      return parsed instanceof Inet6Address
          ? Arrays.toString(Arrays.copyOf(parsed.getAddress(), IPV6_NETWORK_BYTES))
          : parsed.getHostAddress();
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
