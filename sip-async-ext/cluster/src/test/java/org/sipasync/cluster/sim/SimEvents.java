package org.sipasync.cluster.sim;

import java.util.PriorityQueue;
import java.util.Random;

/** Time, chance and what happens when: one seed, one history. */
final class SimEvents {
  private record Event(long at, long order, Runnable task) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Random random;
  private long now = 1_000_000;
  private long order;

  SimEvents(long seed) {
    random = new Random(seed);
  }

  long now() {
    return now;
  }

  void after(long millis, Runnable task) {
    events.add(new Event(now + millis, order++, task));
  }

  /** A task that runs again and again. */
  void every(long millis, Runnable task) {
    after(
        millis,
        () -> {
          task.run();
          every(millis, task);
        });
  }

  /** A number from {@code from} to {@code to}, both included. */
  long between(long from, long to) {
    return from + (long) (random.nextDouble() * (to - from + 1));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  Random random() {
    return random;
  }

  void runUntil(long end) {
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event next = events.poll();
      now = next.at();
      next.task().run();
    }
    now = end;
  }
}
