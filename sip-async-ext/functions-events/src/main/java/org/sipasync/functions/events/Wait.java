package org.sipasync.functions.events;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

/** A wait for an event, which begins when it is created; a second start begins a new wait. */
final class Wait implements AsyncFunction {
  private final Supplier<Waiter> waiters;
  private final AtomicReference<Waiter> described = new AtomicReference<>();

  /**
   * Begins to wait.
   *
   * @param waiters begins a wait; throws RejectedExecutionException if a limit is reached
   */
  Wait(Supplier<Waiter> waiters) {
    this.waiters = waiters;
    try {
      described.set(waiters.get());
    } catch (RejectedExecutionException full) {
      // reported at the start, unless there is room then
    }
  }

  /** Returns the waiter that waits since the creation; null if there was no room. */
  Waiter described() {
    return described.get();
  }

  @Override
  public String name() {
    return "event";
  }

  @Override
  public boolean isMeantToWait() {
    return true;
  }

  @Override
  public Started start(Operation operation) {
    try {
      Waiter waiter = described.getAndSet(null);
      if (waiter == null || !waiter.use()) {
        waiter = waiters.get();
        waiter.use();
      }
      return new Started.OnCompletion(waiter.result(), waiter::end);
    } catch (RejectedExecutionException full) {
      return new Started.NotStarted(ReturnCodes.SHED, full);
    }
  }

  @Override
  public String toString() {
    return "event";
  }
}
