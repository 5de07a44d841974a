package org.sipasync.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.function.ChannelHandler;
import org.sipasync.function.Progress;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

/** Each way an operation goes on: done, failed, timed out, cancelled, and the lost race. */
@Tag("A3")
class OperationTest {
  private final Bench bench = new Bench();

  @AfterEach
  void nothingIsLeft() {
    bench.turn();
    assertThat(bench.engine.inFlight()).isZero();
    assertThat(bench.engine.operations()).isEmpty();
    assertThat(bench.loop.timers()).isZero();
    bench.close();
  }

  @Nested
  @Tag("A13")
  class DoneAtOnce {
    @Test
    @DisplayName("A13: a function that finishes at once resumes later, not within start")
    void resumesLater() {
      bench.start(operation -> new Started.Done(Result.ok("value")));
      assertThat(bench.resumed).isEmpty();
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.OK);
      assertThat(bench.resumed.get(0).value()).isEqualTo("value");
    }

    @Test
    void failedToStart() {
      IOException cause = new IOException("no route to host");
      bench.start(operation -> new Started.NotStarted(ReturnCodes.CONNECT_TIMEOUT, cause));
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.CONNECT_TIMEOUT);
      assertThat(bench.resumed.get(0).cause()).isSameAs(cause);
    }

    @Test
    void threwWhenItStarted() {
      bench.start(
          operation -> {
            throw new IOException("broken");
          });
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.ERROR);
      assertThat(bench.resumed.get(0).cause()).hasMessage("broken");
    }

    @Test
    void returnedNull() {
      bench.start(operation -> null);
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.ERROR);
      assertThat(bench.resumed.get(0).cause()).hasMessageContaining("function test returned null");
    }

    @Test
    void cancelledBeforeItStarted() {
      AtomicInteger starts = new AtomicInteger();
      Operation suspension =
          bench.start(
              operation -> {
                starts.incrementAndGet();
                return new Started.Done(Result.ok());
              });
      assertThat(suspension.cancel()).isTrue();
      bench.turn();
      assertThat(starts).hasValue(0);
      assertThat(bench.resumed).isEmpty();
    }

    @Test
    void knowsTheTimeThatIsLeft() {
      Duration[] left = new Duration[1];
      bench.start(
          operation -> {
            left[0] = operation.remaining();
            return new Started.Done(Result.ok());
          });
      bench.pass(Duration.ofSeconds(2));
      assertThat(left[0]).isEqualTo(Bench.DEADLINE.minusSeconds(2));
    }
  }

  @Nested
  @Tag("A9")
  class OnTimer {
    private Operation sleep(Duration time) {
      Operation suspension = bench.start(operation -> new Started.OnTimer(time, Result.ok()));
      bench.turn();
      return suspension;
    }

    @Test
    void done() {
      sleep(Duration.ofMillis(100));
      bench.pass(Duration.ofMillis(100).minusNanos(1));
      assertThat(bench.resumed).isEmpty();
      bench.pass(Duration.ofNanos(1));
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.OK);
    }

    @Test
    void failed() {
      bench.start(operation -> new Started.OnTimer(null, Result.ok()));
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.ERROR);
      assertThat(bench.resumed.get(0).cause()).hasMessage("delay");
    }

    @Test
    @DisplayName("A9: the deadline is exact, never early, and resumes with -3")
    void timedOut() {
      sleep(Duration.ofHours(1));
      bench.pass(Bench.DEADLINE.minusNanos(1));
      assertThat(bench.resumed).isEmpty();
      bench.pass(Duration.ofNanos(1));
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.DEADLINE);
      assertThat(bench.resumed.get(0).cause())
          .isInstanceOf(TimeoutException.class)
          .hasMessage("test did not finish within 5000 ms");
      assertThat(bench.statistics().timedOut()).isEqualTo(1);
    }

    @Test
    @DisplayName("A8: a cancelled operation never resumes")
    void cancelled() {
      Operation suspension = sleep(Duration.ofMillis(100));
      assertThat(suspension.cancel()).isTrue();
      assertThat(suspension.isPending()).isFalse();
      bench.pass(Duration.ofHours(1));
      assertThat(bench.resumed).isEmpty();
      assertThat(bench.statistics().cancelled()).isEqualTo(1);
    }

    @Test
    @DisplayName("A3: who comes second does nothing and is counted")
    void lostRace() {
      Operation suspension = sleep(Duration.ofMillis(100));
      bench.pass(Duration.ofMillis(100));
      assertThat(suspension.cancel()).isFalse();
      assertThat(suspension.end(ReturnCodes.SHUTDOWN, null)).isFalse();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.OK);
      assertThat(bench.statistics().late()).isEqualTo(2);
    }

    @Test
    void endedByItsOwner() {
      Operation suspension = sleep(Duration.ofMillis(100));
      assertThat(suspension.end(ReturnCodes.SHUTDOWN, null)).isTrue();
      bench.pass(Duration.ofHours(1));
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.SHUTDOWN);
    }
  }

  @Nested
  @Tag("F2")
  class OnCompletion {
    private final CompletableFuture<Result> stage = new CompletableFuture<>();
    private final AtomicInteger aborts = new AtomicInteger();

    private Operation begin() {
      Operation suspension =
          bench.start(operation -> new Started.OnCompletion(stage, aborts::incrementAndGet));
      bench.turn();
      return suspension;
    }

    @Test
    void done() {
      begin();
      stage.complete(Result.ok(42));
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.OK);
      assertThat(aborts).hasValue(0);
    }

    @Test
    void failed() {
      begin();
      stage.completeExceptionally(new IOException("reset"));
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.ERROR);
      assertThat(bench.resumed.get(0).cause()).isInstanceOf(IOException.class).hasMessage("reset");
      assertThat(aborts).hasValue(0);
    }

    @Test
    void timedOut() {
      begin();
      bench.pass(Bench.DEADLINE);
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.DEADLINE);
      assertThat(aborts).hasValue(1);
    }

    @Test
    void cancelled() {
      begin().cancel();
      bench.turn();
      assertThat(bench.resumed).isEmpty();
      assertThat(aborts).hasValue(1);
    }

    @Test
    void lostRace() {
      begin();
      bench.pass(Bench.DEADLINE);
      stage.complete(Result.ok());
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.DEADLINE);
      assertThat(bench.statistics().late()).isEqualTo(1);
    }
  }

  @Nested
  @Tag("F2")
  class OnPool {
    private final Queue<Runnable> queue = new ArrayDeque<>();

    private Operation begin(java.util.concurrent.Callable<Result> work) {
      bench.pool = queue::add;
      Operation suspension = bench.start(operation -> new Started.OnPool(work));
      bench.turn();
      return suspension;
    }

    @Test
    void done() {
      begin(() -> Result.ok("computed"));
      queue.remove().run();
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.OK);
    }

    @Test
    void failed() {
      begin(
          () -> {
            throw new IOException("disk full");
          });
      queue.remove().run();
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.ERROR);
    }

    @Test
    @DisplayName("The deadline interrupts the thread while it runs the work, and only then")
    void timedOut() {
      boolean[] interrupted = new boolean[1];
      begin(
          () -> {
            bench.pass(Bench.DEADLINE);
            interrupted[0] = Thread.currentThread().isInterrupted();
            return Result.ok();
          });
      queue.remove().run();
      assertThat(interrupted[0]).isTrue();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.DEADLINE);
    }

    @Test
    void cancelledBeforeItRan() {
      AtomicInteger runs = new AtomicInteger();
      begin(
              () -> {
                runs.incrementAndGet();
                return Result.ok();
              })
          .cancel();
      bench.turn();
      queue.remove().run();
      assertThat(runs).hasValue(0);
      assertThat(bench.resumed).isEmpty();
    }

    @Test
    void lostRace() {
      Operation suspension = begin(() -> Result.ok());
      queue.remove().run();
      bench.turn();
      assertThat(suspension.cancel()).isFalse();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.OK);
    }

    @Test
    @Tag("A12")
    @DisplayName("A12: a full pool sheds the call with -4")
    void refused() {
      bench.pool =
          task -> {
            throw new RejectedExecutionException("all busy");
          };
      bench.start(operation -> new Started.OnPool(Result::ok));
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.SHED);
      assertThat(bench.resumed.get(0).cause()).hasMessage("all busy");
      assertThat(bench.statistics().shed()).isEqualTo(1);
    }
  }

  @Nested
  @Tag("F2")
  class OnChannel {
    private final Pipe pipe = open();
    private int aborts;

    private static Pipe open() {
      try {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        return pipe;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    private Operation begin(ChannelHandler reader) {
      Operation suspension =
          bench.start(
              operation ->
                  new Started.OnChannel(
                      pipe.source(),
                      SelectionKey.OP_READ,
                      new ChannelHandler() {
                        @Override
                        public Progress onReady(int readyOps) throws Exception {
                          return reader.onReady(readyOps);
                        }

                        @Override
                        public void abort() {
                          aborts++;
                        }
                      }));
      bench.turn();
      return suspension;
    }

    private void write(String text) throws IOException {
      pipe.sink().write(ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      bench.turn();
    }

    private int read() throws IOException {
      return pipe.source().read(ByteBuffer.allocate(1));
    }

    @AfterEach
    void channelIsClosed() throws IOException {
      bench.turn();
      assertThat(pipe.source().isOpen()).isFalse();
      pipe.sink().close();
    }

    @Test
    void doneAfterGoingOn() throws IOException {
      int[] bytes = new int[1];
      begin(
          readyOps -> {
            bytes[0] += read();
            return bytes[0] < 3
                ? new Progress.GoOn(SelectionKey.OP_READ)
                : new Progress.Done(Result.ok(bytes[0]));
          });
      write("a");
      assertThat(bench.resumed).isEmpty();
      write("b");
      write("c");
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.OK);
      assertThat(aborts).isZero();
    }

    @Test
    void goesOnWithAnotherChannel() throws IOException {
      Pipe second = open();
      begin(
          readyOps ->
              pipe.source().isOpen()
                  ? new Progress.OtherChannel(second.source(), SelectionKey.OP_READ)
                  : new Progress.Done(Result.ok()));
      write("a");
      assertThat(pipe.source().isOpen()).isFalse();
      second.sink().write(ByteBuffer.wrap(new byte[1]));
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.OK);
      bench.turn();
      assertThat(second.source().isOpen()).isFalse();
      second.sink().close();
    }

    @Test
    void failed() throws IOException {
      begin(
          readyOps -> {
            throw new IOException("protocol error");
          });
      write("a");
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.ERROR);
      assertThat(aborts).isEqualTo(1);
    }

    @Test
    void timedOut() {
      begin(readyOps -> new Progress.Done(Result.ok()));
      bench.pass(Bench.DEADLINE);
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.DEADLINE);
      assertThat(aborts).isEqualTo(1);
    }

    @Test
    void cancelled() {
      begin(readyOps -> new Progress.Done(Result.ok())).cancel();
      bench.turn();
      assertThat(bench.resumed).isEmpty();
      assertThat(aborts).isEqualTo(1);
    }

    @Test
    void lostRace() throws IOException {
      Operation suspension = begin(readyOps -> new Progress.Done(Result.ok()));
      write("a");
      assertThat(suspension.cancel()).isFalse();
      bench.turn();
      assertThat(bench.onlyCode()).isEqualTo(ReturnCodes.OK);
      assertThat(aborts).isZero();
    }
  }
}
