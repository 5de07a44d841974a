package org.sipasync.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes that each living thread of a JVM has allocated.
 *
 * @param byThread by the thread's address; empty if it is unknown
 */
record Allocation(Map<String, Double> byThread) {
  static final Allocation UNKNOWN = new Allocation(Map.of());

  private static final Pattern THREAD =
      Pattern.compile(" allocated=([\\d.]+)([BKMGT]).*? tid=(0x[0-9a-f]+)");

  /** Reads what {@code jcmd Thread.print -e} prints. */
  static Allocation parse(String threads) {
    Map<String, Double> byThread = new HashMap<>();
    Matcher each = THREAD.matcher(threads);
    while (each.find()) {
      long unit = 1L << (10 * "BKMGT".indexOf(each.group(2)));
      byThread.put(each.group(3), Double.parseDouble(each.group(1)) * unit);
    }
    return new Allocation(byThread);
  }

  /** Returns the bytes that the threads living now have allocated since; NaN if unknown. */
  double since(Allocation before) {
    return byThread.isEmpty()
        ? Double.NaN
        : byThread.entrySet().stream()
            .mapToDouble(now -> now.getValue() - before.byThread.getOrDefault(now.getKey(), 0.0))
            .filter(bytes -> bytes > 0)
            .sum();
  }
}
