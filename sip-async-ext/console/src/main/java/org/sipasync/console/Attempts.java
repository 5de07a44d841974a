package org.sipasync.console;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts failed logins by address: after five within a minute, nothing is heard from there until
 * that minute is over. IPv6 addresses count by their /64, of which each home has one. Safe for use
 * by many threads.
 */
final class Attempts {
  private static final int ALLOWED = 5;
  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_ADDRESSES = 1_000;

  private final LongSupplier clock;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  private record Failures(long sinceNanos, int count) {}

  /**
   * @param clock on the scale of {@link System#nanoTime}
   */
  Attempts(LongSupplier clock) {
    this.clock = clock;
  }

  /** For how many seconds nothing is heard from an address; 0 if it may try. */
  synchronized int blockedSeconds(String peer) {
    Failures counted = failures.get(network(peer));
    if (counted == null || counted.count < ALLOWED) {
      return 0;
    }
    long leftNanos = WINDOW_NANOS - (clock.getAsLong() - counted.sinceNanos);
    return leftNanos <= 0 ? 0 : (int) TimeUnit.NANOSECONDS.toSeconds(leftNanos) + 1;
  }

  /** Notes a failure. */
  synchronized void failed(String peer) {
    long now = clock.getAsLong();
    failures.merge(
        network(peer),
        new Failures(now, 1),
        (counted, one) ->
            now - counted.sinceNanos >= WINDOW_NANOS
                ? one
                : new Failures(counted.sinceNanos, counted.count + 1));
  }

  private static String network(String peer) {
    try {
      InetAddress address = InetAddress.getByName(peer);
      return address instanceof Inet6Address
          ? Arrays.toString(Arrays.copyOf(address.getAddress(), 8))
          : address.getHostAddress();
    } catch (UnknownHostException e) {
      return peer;
    }
  }
}
