package org.sipasync.cdi.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A12")
class BoundedPoolTest {
  private final ExecutorService server = Executors.newCachedThreadPool();
  private final AtomicInteger handedOver = new AtomicInteger();
  private final BoundedPool pool =
      new BoundedPool(
          task -> {
            handedOver.incrementAndGet();
            server.execute(task);
          },
          2);

  @AfterEach
  void stop() throws InterruptedException {
    server.shutdownNow();
    assertThat(server.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void refusesWhatHasNoThread() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    pool.execute(() -> await(open));
    pool.execute(() -> await(open));
    assertThatThrownBy(() -> pool.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("sip.async.pool");
    assertThat(pool.statistics().refused()).isEqualTo(1);
    open.countDown();
    runAlone(() -> {});
  }

  @Test
  void aThreadTakesTheTasksThatFollow() throws Exception {
    for (int i = 0; i < 100; i++) {
      runAlone(() -> {});
    }
    assertThat(handedOver.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void everyTaskRunsAndNeverMoreAtOnce() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger ran = new AtomicInteger();
    int accepted = 0;
    List<CountDownLatch> ends = new ArrayList<>();
    while (accepted < 20_000) {
      CountDownLatch end = new CountDownLatch(1);
      try {
        pool.execute(
            () -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              ran.incrementAndGet();
              running.decrementAndGet();
              end.countDown();
            });
        accepted++;
        ends.add(end);
      } catch (RejectedExecutionException full) {
        Thread.onSpinWait();
      }
    }
    for (CountDownLatch end : ends) {
      await(end);
    }
    assertThat(ran.get()).isEqualTo(accepted);
    assertThat(most.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void aFailureGivesTheThreadBack() throws Exception {
    CountDownLatch failed = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      pool.execute(
          () -> {
            failed.countDown();
            throw new IllegalStateException("as the test wants");
          });
    }
    await(failed);
    runAlone(() -> {});
  }

  @Test
  void aServerThatRefusesLeavesThePlaceFree() {
    AtomicInteger asked = new AtomicInteger();
    BoundedPool refused =
        new BoundedPool(
            task -> {
              asked.incrementAndGet();
              throw new RejectedExecutionException("the server stops");
            },
            1);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> refused.execute(() -> {})).hasMessage("the server stops");
    }
    assertThat(asked).hasValue(3);
    assertThat(refused.statistics().busy()).isZero();
  }

  /** Runs a task when there is room, and waits until its place is free again. */
  private void runAlone(Runnable task) throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (pool.statistics().busy() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    pool.execute(
        () -> {
          task.run();
          end.countDown();
        });
    await(end);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
