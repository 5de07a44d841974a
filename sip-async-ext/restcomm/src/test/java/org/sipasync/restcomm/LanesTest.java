package org.sipasync.restcomm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.payara.server.ContainerThreads;

@Tag("A4")
@Tag("T2")
class LanesTest {
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final ContainerThreads threads = new ContainerThreads(pool, 4);
  private final Lanes lanes = new Lanes(threads);

  @AfterEach
  void stop() {
    threads.close();
    pool.shutdownNow();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("A4: tasks of a call run in order and never overlap; calls run side by side")
  void inOrderWithoutOverlap() {
    int calls = 20;
    int tasks = 500;
    CountDownLatch done = new CountDownLatch(calls * tasks);
    List<List<Integer>> ran =
        IntStream.range(0, calls)
            .<List<Integer>>mapToObj(i -> Collections.synchronizedList(new ArrayList<>()))
            .toList();
    AtomicInteger[] inside =
        IntStream.range(0, calls).mapToObj(i -> new AtomicInteger()).toArray(AtomicInteger[]::new);
    AtomicInteger overlaps = new AtomicInteger();
    for (int task = 0; task < tasks; task++) {
      for (int call = 0; call < calls; call++) {
        int c = call;
        int t = task;
        lanes.execute(
            "call" + c,
            () -> {
              overlaps.addAndGet(inside[c].getAndIncrement());
              ran.get(c).add(t);
              inside[c].decrementAndGet();
              done.countDown();
            });
      }
    }
    await(done);
    assertThat(overlaps).hasValue(0);
    List<Integer> expected = IntStream.range(0, tasks).boxed().toList();
    assertThat(ran).allSatisfy(order -> assertThat(order).isEqualTo(expected));
  }

  @Test
  void aFailingTaskDoesNotStopItsLane() {
    CountDownLatch done = new CountDownLatch(1);
    lanes.execute(
        "call",
        () -> {
          throw new IllegalStateException("on purpose: the lane must go on");
        });
    lanes.execute("call", done::countDown);
    await(done);
  }

  @Test
  @DisplayName("A second leg's Call-ID leads to the lane of its session")
  void boundCallIdsShareALane() {
    Lane[] found = new Lane[2];
    CountDownLatch bound = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    lanes.execute(
        "leg1",
        () -> {
          found[0] = Lane.current();
          lanes.bind("leg2", Lane.current());
          bound.countDown();
        });
    await(bound);
    lanes.execute(
        "leg2",
        () -> {
          found[1] = Lane.current();
          done.countDown();
        });
    await(done);
    assertThat(found[1]).isSameAs(found[0]);
    lanes.release("leg2");
  }

  @Test
  @DisplayName("Nothing is kept of a call that is over")
  void forgetsIdleCalls() {
    CountDownLatch done = new CountDownLatch(100);
    for (int i = 0; i < 100; i++) {
      lanes.execute("call" + i, done::countDown);
    }
    await(done);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (lanes.size() > 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(lanes.size()).isZero();
    assertThat(lanes.waiting()).isZero();
  }
}
