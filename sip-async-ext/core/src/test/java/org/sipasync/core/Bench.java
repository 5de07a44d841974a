package org.sipasync.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.Started;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;

/** An engine whose one loop the test drives itself, and what it has resumed. */
final class Bench implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(5);

  final TestClock clock = new TestClock();
  final EventLoop loop = new EventLoop(clock);
  final Engine engine;
  final List<Result> resumed = new ArrayList<>();
  Executor pool = Runnable::run;

  Bench() {
    this(new EngineSettings(1, 100, 100));
  }

  Bench(EngineSettings settings) {
    engine = new Engine(settings, List.of(loop), false);
  }

  /** A way to begin an operation. */
  @FunctionalInterface
  interface Start {
    Started start(Operation operation) throws Exception;
  }

  static AsyncFunction function(Start start) {
    return function("test", start);
  }

  static AsyncFunction function(String name, Start start) {
    return new AsyncFunction() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Started start(Operation operation) throws Exception {
        return start.start(operation);
      }
    };
  }

  org.sipasync.core.Operation start(AsyncFunction function) {
    return engine.start(
        new OperationRequest(
            "app",
            "call-1",
            "route",
            function,
            DEADLINE,
            task -> pool.execute(task),
            resumed::add));
  }

  org.sipasync.core.Operation start(Start start) {
    return start(function(start));
  }

  /** Lets the loop do what there is to do, without waiting. */
  void turn() {
    try {
      loop.runOnce(0);
      loop.runOnce(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void pass(Duration time) {
    clock.pass(time);
    turn();
  }

  int onlyCode() {
    if (resumed.size() != 1) {
      throw new AssertionError("resumed " + resumed.size() + " times: " + resumed);
    }
    return resumed.get(0).returnCode();
  }

  org.sipasync.admin.OperationStatistics statistics() {
    return engine.statistics().get(0);
  }

  @Override
  public void close() {
    loop.close();
  }
}
