package org.sipasync.functions.events;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;

/** Waiter for one event. */
final class Waiter {
  private final String key;
  private final Predicate<Object> filter;
  private final long since;
  private final Consumer<Waiter> onEnd;
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private final AtomicBoolean used = new AtomicBoolean();

  /**
   * Describes a waiter.
   *
   * @param since its beginning, in nanoseconds of the clock
   * @param onEnd told once or more that it waits no longer
   */
  Waiter(String key, Predicate<Object> filter, long since, Consumer<Waiter> onEnd) {
    this.key = key;
    this.filter = filter;
    this.since = since;
    this.onEnd = onEnd;
  }

  String key() {
    return key;
  }

  long since() {
    return since;
  }

  boolean isUsed() {
    return used.get() || result.isDone();
  }

  /** Claims the waiter for an operation; false if it was dropped. */
  boolean use() {
    return used.compareAndSet(false, true);
  }

  /** Drops a waiter that no operation has claimed. */
  void endIfUnused() {
    if (use()) {
      end();
    }
  }

  CompletionStage<Result> result() {
    return result;
  }

  /** Offers an event; called on the publisher's thread. */
  boolean offer(Object event) {
    try {
      return filter.test(event) && finish(Result.ok(event));
    } catch (RuntimeException | Error broken) {
      finish(Result.failed(ReturnCodes.ERROR, broken));
      return false;
    }
  }

  private boolean finish(Result outcome) {
    boolean first = result.complete(outcome);
    if (first) {
      onEnd.accept(this);
    }
    return first;
  }

  /** Ends the wait. */
  void end() {
    result.cancel(false);
    onEnd.accept(this);
  }
}
