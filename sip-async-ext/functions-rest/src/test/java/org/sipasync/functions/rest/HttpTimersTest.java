package org.sipasync.functions.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpTimersTest {
  private final HttpTimers timers = new HttpTimers("timers");
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    timers.close();
  }

  /** Later timers run later, so what was due before has had its turn. */
  private void untilLater(Duration delay) throws Exception {
    CompletableFuture<Void> later = new CompletableFuture<>();
    timers.after(delay, () -> later.complete(null));
    later.get(10, TimeUnit.SECONDS);
  }

  /** Keeps the loop busy until the latch is down, and returns when it is. */
  private void hold(CountDownLatch latch) throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    timers.after(
        Duration.ZERO,
        () -> {
          busy.countDown();
          awaitQuietly(latch);
        });
    assertThat(busy.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void runOnTheLoop() throws Exception {
    timers.after(Duration.ZERO, () -> done.add(Thread.currentThread().getName()));
    untilLater(Duration.ofMillis(1));
    assertThat(done).containsExactly("timers");
  }

  @Test
  void aCancelledOneDoesNotRun() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    hold(held);
    HttpTimers.Timer timer = timers.after(Duration.ZERO, () -> done.add("cancelled"));
    timer.cancel();
    timer.cancel();
    held.countDown();
    untilLater(Duration.ofMillis(1));
    assertThat(done).isEmpty();
  }

  @Test
  void repeats() throws Exception {
    CountDownLatch three = new CountDownLatch(3);
    timers.every(
        Duration.ofMillis(1),
        () -> {
          three.countDown();
          throw new IllegalStateException("a failure does not end it");
        });
    assertThat(three.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void refusesOnceClosed() throws Exception {
    HttpTimers.Timer pending = timers.after(Duration.ofHours(1), () -> done.add("late"));
    timers.close();
    pending.cancel();
    assertThatThrownBy(() -> timers.after(Duration.ZERO, () -> done.add("later")))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(done).isEmpty();
  }
}
