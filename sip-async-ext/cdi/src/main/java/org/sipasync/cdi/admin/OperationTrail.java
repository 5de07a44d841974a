package org.sipasync.cdi.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sipasync.admin.OperationEvent;
import org.sipasync.admin.OperationEvent.Step;
import org.sipasync.core.Operation;
import org.sipasync.core.OperationObserver;
import org.sipasync.function.Result;

/**
 * The last steps of the operations that belong to a call, for ladders. Writers of all threads take
 * a place each and never wait; the oldest steps are overwritten.
 */
final class OperationTrail implements OperationObserver {
  private static final String NO_CALL = "none";

  private record Place(long number, OperationEvent event) {}

  private final AtomicReferenceArray<Place> places;
  private final AtomicLong next = new AtomicLong();
  private final Supplier<Instant> clock;

  /**
   * Creates an empty trail.
   *
   * @param max number of steps kept
   */
  OperationTrail(int max, Supplier<Instant> clock) {
    this.places = new AtomicReferenceArray<>(max);
    this.clock = clock;
  }

  @Override
  public void started(Operation operation) {
    add(operation, Step.STARTED, null, Duration.ZERO);
  }

  @Override
  public void ended(Operation operation, Result result, Duration took) {
    add(operation, Step.ENDED, result == null ? null : result.returnCode(), took);
  }

  @Override
  public void resumed(Operation operation) {
    add(operation, Step.RESUMED, null, operation.age());
  }

  private void add(Operation operation, Step step, Integer returnCode, Duration took) {
    if (operation.label().equals(NO_CALL)) {
      return;
    }
    OperationEvent event =
        new OperationEvent(
            clock.get(),
            step,
            operation.id(),
            operation.partOf(),
            operation.kind(),
            operation.application(),
            operation.label(),
            operation.method(),
            operation.function(),
            operation.route(),
            operation.deadline(),
            returnCode,
            took);
    long number = next.getAndIncrement();
    places.set((int) (number % places.length()), new Place(number, event));
  }

  /** Visits the steps kept, oldest first, without those that are just being written. */
  void forEach(Consumer<OperationEvent> visitor) {
    long end = next.get();
    for (long number = Math.max(0, end - places.length()); number < end; number++) {
      Place place = places.get((int) (number % places.length()));
      if (place != null && place.number == number) {
        visitor.accept(place.event);
      }
    }
  }
}
