package org.sipasync.sip.locate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.sipasync.sip.locate.Resolver.Srv;

/** Order of SRV records (RFC 2782): by priority, and by chance within one, as weights say. */
final class SrvOrder {
  /** Quadratic below this, and nobody has more servers. */
  private static final int MAX_RECORDS = 64;

  private SrvOrder() {}

  static List<Srv> of(List<Srv> records, RandomGenerator random) {
    // Weight 0 first in its priority: it then has a small chance
    List<Srv> rest =
        new ArrayList<>(
            records.stream()
                .limit(MAX_RECORDS)
                .sorted(Comparator.comparingInt(Srv::priority).thenComparingInt(Srv::weight))
                .toList());
    List<Srv> ordered = new ArrayList<>(rest.size());
    while (!rest.isEmpty()) {
      ordered.add(rest.remove(choose(rest, random)));
    }
    return ordered;
  }

  /** Index of one record of the first priority. */
  private static int choose(List<Srv> rest, RandomGenerator random) {
    int priority = rest.get(0).priority();
    long sum = 0;
    for (Srv srv : rest) {
      sum += srv.priority() == priority ? srv.weight() : 0;
    }
    long chosen = random.nextLong(sum + 1);
    int index = 0;
    long running = rest.get(0).weight();
    while (running < chosen) {
      index++;
      running += rest.get(index).weight();
    }
    return index;
  }
}
