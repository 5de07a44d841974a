package org.sipasync.payara.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ContainerThreadsTest {
  private final AtomicLong clock = new AtomicLong();

  @Test
  void theWaitIsThatOfTheTurnThatIsNext() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(3);
    ExecutorService pool = Executors.newCachedThreadPool();
    try (ContainerThreads threads = new ContainerThreads(pool, 1, clock::get)) {
      threads.execute(
          () -> {
            started.countDown();
            await(goOn);
            ended.countDown();
          });
      await(started);
      clock.set(1_000);
      assertThat(threads.waitNanos()).as("one runs, none waits").isZero();
      threads.execute(ended::countDown);
      clock.set(1_700);
      threads.execute(ended::countDown);
      assertThat(threads.waitNanos()).isEqualTo(700);
      goOn.countDown();
      await(ended);
      assertThat(threads.waitNanos()).isZero();
    } finally {
      pool.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
