package org.sipasync.functions.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Order of the servers of a service (RFC 2782): by priority, and drawn by weight within one
 * priority. The SIP stack gets its servers in this order, too.
 */
final class SrvOrder {
  private SrvOrder() {}

  static List<Srv> of(List<Srv> records, RandomGenerator random) {
    List<Srv> left = new ArrayList<>(records);
    // Weight 0 first within its priority: it then has a small chance
    left.sort(Comparator.comparingInt(Srv::priority).thenComparingInt(Srv::weight));
    List<Srv> ordered = new ArrayList<>(left.size());
    while (!left.isEmpty()) {
      ordered.add(left.remove(draw(left, random)));
    }
    return ordered;
  }

  /** Draws the index of one record of the lowest priority; 0 to the sum of weights, inclusive. */
  private static int draw(List<Srv> left, RandomGenerator random) {
    int drawn = random.nextInt(weightOfLowestPriority(left) + 1);
    int index = 0;
    int sum = left.get(0).weight();
    while (sum < drawn) {
      index++;
      sum += left.get(index).weight();
    }
    return index;
  }

  /** Fits an int: a DNS message has room for fewer than 4,000 records. */
  private static int weightOfLowestPriority(List<Srv> left) {
    int sum = 0;
    for (int i = 0; i < left.size() && left.get(i).priority() == left.get(0).priority(); i++) {
      sum += left.get(i).weight();
    }
    return sum;
  }
}
