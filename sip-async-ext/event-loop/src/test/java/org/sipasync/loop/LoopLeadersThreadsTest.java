package org.sipasync.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leaders with real threads. Turns block by waiting for the loop, which another must take over. */
@Tag("A4")
@Timeout(120)
class LoopLeadersThreadsTest {
  private static final int TURNS = 200;

  private final EventLoop loop = new EventLoop(System::nanoTime);
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final LoopLeaders leaders =
      new LoopLeaders(loop, "test-loop", pool, pool, LoopLeadersThreadsTest::rounds);
  private final AtomicInteger inLoop = new AtomicInteger();
  private final AtomicInteger overruns = new AtomicInteger();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  private static void rounds(java.util.function.BooleanSupplier round) {
    for (int i = 0; i < 10 && round.getAsBoolean(); i++) {
      assertThat(Thread.currentThread().getName()).startsWith("test-loop-");
    }
  }

  @BeforeEach
  void start() throws InterruptedException {
    leaders.start();
    awaitInlineTurn();
  }

  @AfterEach
  void stop() {
    leaders.close();
    pool.shutdownNow();
  }

  private final class Blocking implements Turn {
    private final Runnable work;

    Blocking(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      work.run();
    }

    @Override
    public void overran() {
      overruns.incrementAndGet();
    }
  }

  /** Until there is a follower, turns run on other threads of the pool. */
  private void awaitInlineTurn() throws InterruptedException {
    for (boolean inline = false; !inline; ) {
      boolean[] led = new boolean[1];
      CountDownLatch ran = new CountDownLatch(1);
      leaders.execute(
          new Blocking(
              () -> {
                led[0] = Thread.currentThread().getName().startsWith("test-loop");
                ran.countDown();
              }));
      await(ran);
      inline = led[0];
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A task of the loop that notes if another thread is in the loop. */
  private void inLoop(Runnable task) {
    loop.execute(
        () -> {
          if (inLoop.incrementAndGet() != 1) {
            faults.add("two threads in the loop");
          }
          task.run();
          inLoop.decrementAndGet();
        });
  }

  private void awaitLoop() {
    CountDownLatch reached = new CountDownLatch(1);
    inLoop(reached::countDown);
    await(reached);
  }

  @Test
  void loopGoesOnWhileATurnBlocks() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    leaders.execute(
        new Blocking(
            () -> {
              awaitLoop();
              ended.countDown();
            }));
    await(ended);
    assertThat(overruns.get()).isEqualTo(1);
    awaitInlineTurn(); // by the new leader, with a new follower
  }

  @Test
  void neverTwoThreadsInTheLoop() {
    CountDownLatch ended = new CountDownLatch(TURNS);
    for (int i = 0; i < TURNS; i++) {
      boolean blocks = i % 8 == 0;
      leaders.execute(
          new Blocking(
              () -> {
                inLoop(() -> {});
                if (blocks) {
                  awaitLoop();
                }
                ended.countDown();
              }));
      if (i % 20 == 0) {
        awaitLoop();
      }
    }
    await(ended);
    awaitLoop();
    assertThat(faults).isEmpty();
    assertThat(overruns.get()).isPositive();
  }

  @Test
  void stopDoesNotWaitForATurnThatBlocks() {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    leaders.execute(
        new Blocking(
            () -> {
              started.countDown();
              await(released);
              ended.countDown();
            }));
    await(started);
    leaders.close();
    assertThat(leaders.isClosed()).isTrue();
    assertThat(leaders.busy()).isEqualTo(1);
    released.countDown();
    await(ended);
  }
}
