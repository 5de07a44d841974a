package org.sipasync.core;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.kotlinx.lincheck.LinChecker;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.loop.EventLoop;

/** The suspension's one transition, under whatever interleavings Lincheck provokes. */
@Tag("A3")
@Tag("T2")
public class LinearizabilityTest {
  /** Driven by the test's threads, one at a time; its timers are not due. */
  private static final EventLoop LOOP = new EventLoop(System::nanoTime);

  private final AtomicInteger resumed = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final Engine engine = new Engine(new EngineSettings(1, 10, 10), List.of(LOOP), false);
  private final org.sipasync.core.Operation suspension =
      engine.start(
          new OperationRequest(
              "app",
              "call",
              "route",
              Bench.function(operation -> new Started.OnTimer(Duration.ofDays(1), Result.ok())),
              Bench.DEADLINE,
              Runnable::run,
              result -> resumed.incrementAndGet()));

  @Operation
  public boolean cancel() {
    boolean won = suspension.cancel();
    cancelled.addAndGet(won ? 1 : 0);
    return won;
  }

  @Operation
  public boolean end() {
    return suspension.end(ReturnCodes.SHUTDOWN, null);
  }

  @Operation
  public void complete() {
    suspension.complete(Result.ok());
  }

  @Operation(nonParallelGroup = "loop")
  public void turnOfTheLoop() throws IOException {
    LOOP.runOnce(0);
  }

  @Operation
  public boolean isPending() {
    return suspension.isPending();
  }

  @Validate
  public void resumedAtMostOnceAndNeverIfCancelled() {
    if (resumed.get() + cancelled.get() > 1) {
      throw new IllegalStateException("resumed " + resumed + ", cancelled " + cancelled);
    }
    if (!suspension.isPending() && resumed.get() + cancelled.get() == 0) {
      throw new IllegalStateException("ended, but neither resumed nor cancelled");
    }
  }

  @Test
  @DisplayName("A3: end, cancel and completion are linearizable, and one of them wins")
  void oneTransition() {
    new LinChecker(
            LinearizabilityTest.class,
            new StressOptions()
                .iterations(20)
                .invocationsPerIteration(500)
                .threads(3)
                .actorsPerThread(2))
        .check();
  }
}
