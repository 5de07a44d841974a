package org.sipasync.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.ToIntFunction;
import org.sipasync.admin.Filter;
import org.sipasync.admin.InFlight;
import org.sipasync.function.ReturnCodes;
import org.sipasync.loop.EventLoop;

/**
 * The operations in flight, ordered by id and thus by age. Thread-safe; listings are weakly
 * consistent (rule V2).
 */
final class OperationRegistry {
  private final ConcurrentNavigableMap<Long, Operation> inFlight = new ConcurrentSkipListMap<>();
  private final ToIntFunction<EventLoop> loopNumber;

  /**
   * Creates an empty registry.
   *
   * @param loopNumber returns the number of a loop; -1 if it is not the engine's
   */
  OperationRegistry(ToIntFunction<EventLoop> loopNumber) {
    this.loopNumber = loopNumber;
  }

  void add(Operation operation) {
    inFlight.put(operation.id(), operation);
  }

  void remove(Operation operation) {
    inFlight.remove(operation.id());
  }

  Collection<Operation> all() {
    return Collections.unmodifiableCollection(inFlight.values());
  }

  /** Returns the operations with ids above {@code id}, oldest first. */
  Collection<Operation> after(long id) {
    return Collections.unmodifiableCollection(inFlight.tailMap(id, false).values());
  }

  List<InFlight> list(Filter filter, long after, int max, boolean describe) {
    List<InFlight> found = new ArrayList<>();
    for (Operation operation : after(after)) {
      if (found.size() >= max || isYounger(operation, filter)) {
        break;
      }
      if (operation.matches(filter)) {
        found.add(show(operation, describe));
      }
    }
    return found;
  }

  Optional<InFlight> find(long id, boolean describe) {
    return Optional.ofNullable(inFlight.get(id)).map(operation -> show(operation, describe));
  }

  private InFlight show(Operation operation, boolean describe) {
    return operation.show(loopNumber.applyAsInt(operation.loop()), describe);
  }

  int count(Filter filter) {
    int found = 0;
    for (Operation operation : inFlight.values()) {
      if (isYounger(operation, filter)) {
        break;
      }
      found += operation.matches(filter) ? 1 : 0;
    }
    return found;
  }

  int cancel(Filter filter, Throwable why) {
    int ended = 0;
    for (Operation operation : inFlight.values()) {
      if (isYounger(operation, filter)) {
        break;
      }
      ended += operation.matches(filter) && end(operation, why) ? 1 : 0;
    }
    return ended;
  }

  boolean cancel(long id, Throwable why) {
    Operation operation = inFlight.get(id);
    return operation != null && end(operation, why);
  }

  private static boolean end(Operation operation, Throwable why) {
    return operation.root().end(ReturnCodes.CANCELLED, why);
  }

  /**
   * Returns true if it is too young; then all with greater ids are, too, up to a start in progress.
   */
  private static boolean isYounger(Operation operation, Filter filter) {
    return !filter.minimumAge().isZero() && operation.age().compareTo(filter.minimumAge()) < 0;
  }
}
