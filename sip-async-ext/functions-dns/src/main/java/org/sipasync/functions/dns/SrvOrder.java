package org.sipasync.functions.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** Order of the targets of a service (RFC 2782): by priority, then random. */
final class SrvOrder {
  private SrvOrder() {}

  static List<Srv> of(List<Srv> records, RandomGenerator random) {
    List<Srv> left = new ArrayList<>(records);
    left.sort(Comparator.comparingInt(Srv::priority).thenComparingInt(Srv::weight));
    List<Srv> ordered = new ArrayList<>(left.size());
    while (!left.isEmpty()) {
      ordered.add(left.remove(draw(left, random)));
    }
    return ordered;
  }

  /** Draws one of the lowest priority, randomly by weight; those without weight come first. */
  private static int draw(List<Srv> left, RandomGenerator random) {
    int priority = left.get(0).priority();
    int total = left.stream().filter(srv -> srv.priority() == priority).mapToInt(Srv::weight).sum();
    int lot = random.nextInt(total + 1);
    int sum = 0;
    for (int i = 0; i < left.size(); i++) {
      sum += left.get(i).weight();
      if (sum >= lot) {
        return i;
      }
    }
    throw new IllegalStateException("the weights sum up to more than themselves");
  }
}
