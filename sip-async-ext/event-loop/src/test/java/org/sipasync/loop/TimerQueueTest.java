package org.sipasync.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A9")
class TimerQueueTest {
  private static final Runnable NOTHING = () -> {};

  private final TimerQueue queue = new TimerQueue();

  @Test
  void givesTimersInTheOrderOfTheirTime() {
    TimerQueue.Timer late = queue.add(30, NOTHING);
    TimerQueue.Timer early = queue.add(10, NOTHING);
    TimerQueue.Timer middle = queue.add(20, NOTHING);
    assertThat(queue.pollDue(30)).isSameAs(early);
    assertThat(queue.pollDue(30)).isSameAs(middle);
    assertThat(queue.pollDue(30)).isSameAs(late);
    assertThat(queue.pollDue(30)).isNull();
  }

  @Test
  void isNeverEarly() {
    queue.add(10, NOTHING);
    assertThat(queue.pollDue(9)).isNull();
    assertThat(queue.nanosToNext(9)).isEqualTo(1);
    assertThat(queue.pollDue(10)).isNotNull();
  }

  @Test
  void survivesTheWrapAroundOfNanoTime() {
    TimerQueue.Timer before = queue.add(Long.MAX_VALUE - 1, NOTHING);
    TimerQueue.Timer after = queue.add(Long.MIN_VALUE + 5, NOTHING);
    assertThat(queue.pollDue(Long.MAX_VALUE)).isSameAs(before);
    assertThat(queue.pollDue(Long.MAX_VALUE)).isNull();
    assertThat(queue.pollDue(Long.MIN_VALUE + 5)).isSameAs(after);
  }

  @Test
  void aCancelledTimerIsGoneAtOnce() {
    TimerQueue.Timer timer = queue.add(10, NOTHING);
    queue.cancel(timer);
    queue.cancel(timer);
    assertThat(queue.size()).isZero();
    assertThat(queue.pollDue(10)).isNull();
    assertThat(queue.nanosToNext(0)).isEqualTo(Long.MAX_VALUE);
  }

  /** Adds, cancels and takes at random, beside a plain sorted list. */
  @Test
  void agreesWithASortedList() {
    Random random = new Random(20261123);
    List<Model> model = new ArrayList<>();
    long now = 0;
    for (int step = 0; step < 50_000; step++) {
      int choice = random.nextInt(10);
      if (choice < 5) {
        long time = now + random.nextInt(1000);
        model.add(new Model(time, queue.add(time, NOTHING)));
      } else if (choice < 7 && !model.isEmpty()) {
        queue.cancel(model.remove(random.nextInt(model.size())).timer());
      } else {
        now += random.nextInt(200);
        takeAllDue(model, now);
      }
      assertThat(queue.size()).isEqualTo(model.size());
    }
  }

  private record Model(long time, TimerQueue.Timer timer) {}

  private void takeAllDue(List<Model> model, long now) {
    for (TimerQueue.Timer due = queue.pollDue(now); due != null; due = queue.pollDue(now)) {
      Model next = model.stream().min(Comparator.comparingLong(Model::time)).orElseThrow();
      TimerQueue.Timer taken = due;
      Model same = model.stream().filter(m -> m.timer() == taken).findFirst().orElseThrow();
      assertThat(same.time()).isEqualTo(next.time()).isLessThanOrEqualTo(now);
      model.remove(same);
    }
    assertThat(model).allMatch(left -> left.time() > now);
  }
}
