package org.sipasync.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
      loop.execute(EventLoopTest::throwOnPurpose);
      loop.execute(() -> done.add("next"));
      loop.runOnce(0);
      assertThat(done).containsExactly("next");
      assertThat(loop.failedTasks()).isEqualTo(1);
    }
  }

  /** Each round sleeps for an hour unless the task wakes it, whenever in the round it comes. */
  @Test
  @Tag("T2")
  void aSleepingLoopIsWokenByATask() throws Exception {
    try (EventLoop loop = new EventLoop(System::nanoTime)) {
      for (int round = 0; round < 300; round++) {
        FutureTask<Void> turn =
            new FutureTask<>(
                () -> {
                  loop.runOnce(TimeUnit.HOURS.toMillis(1));
                  return null;
                });
        Thread sleeper = new Thread(turn, "sleeper");
        sleeper.setDaemon(true);
        sleeper.start();
        for (int spin = 0; spin < 200 * (round % 50); spin++) {
          Thread.onSpinWait();
        }
        loop.execute(() -> done.add("woken"));
        turn.get(60, TimeUnit.SECONDS);
        assertThat(done).hasSize(round + 1);
      }
    }
  }

  @Test
  void eachChannelHandlerAndTimerIsGuardedByItself() throws IOException {
    Pipe failing = Pipe.open();
    Pipe working = Pipe.open();
    try (EventLoop loop = new EventLoop(clock);
        Pipe.SourceChannel bad = watch(loop, failing, ops -> throwOnPurpose());
        Pipe.SourceChannel good = watch(loop, working, ops -> done.add("handler"));
        Pipe.SinkChannel toBad = failing.sink();
        Pipe.SinkChannel toGood = working.sink()) {
      toBad.write(ByteBuffer.wrap(new byte[1]));
      toGood.write(ByteBuffer.wrap(new byte[1]));
      loop.timerAfter(loop.now(), Duration.ZERO, EventLoopTest::throwOnPurpose);
      loop.timerAfter(loop.now(), Duration.ZERO, () -> done.add("timer"));
      loop.runOnce(0);
      assertThat(done).containsExactly("handler", "timer");
      assertThat(loop.failedTasks()).isEqualTo(2);
    }
  }

  /** Without file descriptors even a logger throws: its first line loads the time zones. */
  @Test
  void aLogThatFailsDoesNotStopTheLoop() throws IOException {
    Logger logger = Logger.getLogger(EventLoop.class.getName());
    Handler broken = new BrokenHandler();
    logger.addHandler(broken);
    try (EventLoop loop = new EventLoop(clock)) {
      loop.execute(EventLoopTest::throwOnPurpose);
      loop.execute(() -> done.add("next"));
      loop.runOnce(0);
      assertThat(done).containsExactly("next");
      assertThat(loop.failedTasks()).isEqualTo(1);
    } finally {
      logger.removeHandler(broken);
    }
  }

  private static final class BrokenHandler extends Handler {
    @Override
    public void publish(LogRecord line) {
      throw new AssertionError("on purpose: too many open files");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void aHandlerThatThrowsIsCalledAgainAfterASecond() throws IOException {
    Pipe pipe = Pipe.open();
    try (EventLoop loop = new EventLoop(clock);
        Pipe.SourceChannel source = watch(loop, pipe, ops -> throwOnPurpose());
        Pipe.SinkChannel sink = pipe.sink()) {
      sink.write(ByteBuffer.wrap(new byte[1]));
      for (int round = 0; round < 10; round++) {
        loop.runOnce(0);
      }
      assertThat(loop.failedTasks()).isEqualTo(1);
      assertThat(source.isOpen()).isTrue();
      clock.pass(Duration.ofSeconds(1));
      loop.runOnce(0);
      loop.runOnce(0);
      assertThat(loop.failedTasks()).isEqualTo(2);
    }
  }

  private static Pipe.SourceChannel watch(EventLoop loop, Pipe pipe, IntConsumer handler)
      throws IOException {
    Pipe.SourceChannel source = pipe.source();
    source.configureBlocking(false);
    loop.register(source, SelectionKey.OP_READ, handler);
    return source;
  }

  private static void throwOnPurpose() {
    throw new AssertionError("on purpose: the loop must survive this");
  }
}
