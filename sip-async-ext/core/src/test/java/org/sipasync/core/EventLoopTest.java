package org.sipasync.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F1")
class EventLoopTest {
  private final TestClock clock = new TestClock();
  private final List<String> done = new ArrayList<>();

  @Test
  void runsTasksInOrderAndTimersWhenDue() throws IOException {
    try (EventLoop loop = new EventLoop(clock)) {
      loop.timerAfter(loop.now(), Duration.ofNanos(100), () -> done.add("timer"));
      loop.execute(() -> done.add("first"));
      loop.execute(() -> done.add("second"));
      loop.runOnce(0);
      assertThat(done).containsExactly("first", "second");
      clock.pass(Duration.ofNanos(99));
      loop.runOnce(0);
      assertThat(done).hasSize(2);
      clock.pass(Duration.ofNanos(1));
      loop.runOnce(0);
      assertThat(done).containsExactly("first", "second", "timer");
    }
  }

  @Test
  void aFailingTaskIsCountedAndTheLoopGoesOn() throws IOException {
    try (EventLoop loop = new EventLoop(clock)) {
      loop.execute(
          () -> {
            throw new AssertionError("on purpose: the loop must survive this");
          });
      loop.execute(() -> done.add("next"));
      loop.runOnce(0);
      assertThat(done).containsExactly("next");
      assertThat(loop.failedTasks()).isEqualTo(1);
    }
  }

  @Test
  void aSleepingLoopIsWokenByATask() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    EventLoop loop = new EventLoop(System::nanoTime);
    try (LoopThread thread = new LoopThread(loop, 99)) {
      for (int i = 0; i < 1000; i++) {
        CountDownLatch each = new CountDownLatch(1);
        loop.execute(each::countDown);
        assertThat(each.await(10, TimeUnit.SECONDS)).isTrue();
      }
      loop.execute(ran::countDown);
      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
