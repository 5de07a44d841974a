package org.sipasync.functions.resilience;

import dev.failsafe.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;

/**
 * Runs Failsafe's steps on the event loop. Each is due when a timer ends that is a part of the
 * operation, and so ends with it. A step only starts the next attempt; it does not block.
 */
final class LoopScheduler implements Scheduler {
  private final Operation operation;

  LoopScheduler(Operation operation) {
    this.operation = operation;
  }

  @Override
  public ScheduledFuture<?> schedule(Callable<?> step, long delay, TimeUnit unit) {
    Duration time = Duration.ofNanos(unit.toNanos(delay));
    Step scheduled = new Step(operation.start(new Timer("back-off", time, Result.ok())));
    scheduled.part.result().thenAccept(end -> scheduled.run(step, end));
    return scheduled;
  }

  /** A delayed step. */
  private static final class Step extends CompletableFuture<Object>
      implements ScheduledFuture<Object> {
    private final Operation.Part part;

    Step(Operation.Part part) {
      this.part = part;
    }

    /**
     * Runs the step; immediately if the timer was refused, because Failsafe waits for each step.
     */
    void run(Callable<?> step, Result timer) {
      if (isCancelled()) {
        return;
      }
      try {
        complete(step.call());
      } catch (Exception e) {
        completeExceptionally(e);
      }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      part.abort();
      return super.cancel(mayInterrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return 0;
    }

    @Override
    public int compareTo(Delayed other) {
      return 0;
    }
  }
}
