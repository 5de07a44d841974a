package org.sipasync.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Delay;
import org.sipasync.function.Result;
import org.sipasync.function.Started;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.LoopThread;

/**
 * A delay runs on the loop of its caller, as the SIP loop, and no code of its function does. So do
 * functions that say that they are brief.
 */
@Tag("F1")
class DelayTest {
  private final Bench bench = new Bench();
  private final EventLoop callers = new EventLoop(System::nanoTime);
  private final LoopThread thread = new LoopThread(callers, "caller");

  @AfterEach
  void close() {
    thread.close();
    bench.close();
  }

  /** The duration may take long: only the caller's thread waits for it. */
  private static final class Nap implements Delay {
    private final CompletableFuture<Thread> asked = new CompletableFuture<>();

    @Override
    public String name() {
      return "nap";
    }

    @Override
    public Duration duration() {
      asked.complete(Thread.currentThread());
      return Duration.ZERO;
    }

    @Override
    public Started start(org.sipasync.function.Operation operation) {
      throw new AssertionError("code of the function on a loop");
    }
  }

  private static OperationRequest request(AsyncFunction function, CompletableFuture<Result> end) {
    return new OperationRequest(
        "application", "label", "route", function, Bench.DEADLINE, Runnable::run, end::complete);
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private Operation startOnLoop(AsyncFunction function, CompletableFuture<Result> end) {
    CompletableFuture<Operation> started = new CompletableFuture<>();
    callers.execute(() -> started.complete(bench.engine.start(request(function, end))));
    return get(started);
  }

  @Test
  void delayOfALoopsThreadStaysOnThatLoop() {
    CompletableFuture<Result> end = new CompletableFuture<>();
    assertThat(startOnLoop(new Nap(), end).loop()).isSameAs(callers);
    assertThat(get(end).isOk()).as("no loop of the engine has turned").isTrue();
    assertThat(bench.engine.inFlight()).isZero();
  }

  /** A function that says that it is brief. */
  private static final class Brief implements AsyncFunction {
    private final CompletableFuture<EventLoop> startedOn = new CompletableFuture<>();

    @Override
    public String name() {
      return "brief";
    }

    @Override
    public boolean isBrief() {
      return true;
    }

    @Override
    public Started start(org.sipasync.function.Operation operation) {
      startedOn.complete(EventLoop.current());
      return new Started.Done(Result.ok());
    }
  }

  @Test
  void briefFunctionsRunOnThatLoop() {
    Brief brief = new Brief();
    CompletableFuture<Result> end = new CompletableFuture<>();
    assertThat(startOnLoop(brief, end).loop()).isSameAs(callers);
    assertThat(get(brief.startedOn)).isSameAs(callers);
    assertThat(get(end).isOk()).isTrue();
    assertThat(startOnLoop(brief.into("avp"), new CompletableFuture<>()).loop())
        .as("with a named output, too")
        .isSameAs(callers);
  }

  @Test
  void otherFunctionsRunOnTheEnginesLoops() {
    CompletableFuture<Result> end = new CompletableFuture<>();
    AsyncFunction function = Bench.function(operation -> new Started.Done(Result.ok()));
    assertThat(startOnLoop(function, end).loop()).isSameAs(bench.loop);
    bench.turn();
    assertThat(get(end).isOk()).isTrue();
  }

  @Test
  void callerOfAnotherThreadGetsALoopOfTheEngine() {
    Nap nap = new Nap();
    CompletableFuture<Result> end = new CompletableFuture<>();
    assertThat(bench.engine.start(request(nap, end)).loop()).isSameAs(bench.loop);
    assertThat(get(nap.asked)).isSameAs(Thread.currentThread());
    bench.turn();
    assertThat(get(end).isOk()).isTrue();
  }
}
