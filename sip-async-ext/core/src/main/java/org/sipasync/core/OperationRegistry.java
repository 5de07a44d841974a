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
 * The operations in flight, in the order of their ids, which is that of their age. Thread-safe;
 * what it lists is, or was a moment ago (rule V2).
 */
final class OperationRegistry {
  private final ConcurrentNavigableMap<Long, Suspension> inFlight = new ConcurrentSkipListMap<>();
  private final ToIntFunction<EventLoop> loopNumber;

  /**
   * Creates an empty registry.
   *
   * @param loopNumber the number that operators know a loop by
   */
  OperationRegistry(ToIntFunction<EventLoop> loopNumber) {
    this.loopNumber = loopNumber;
  }

  void add(Suspension suspension) {
    inFlight.put(suspension.id(), suspension);
  }

  void remove(Suspension suspension) {
    inFlight.remove(suspension.id());
  }

  Collection<Suspension> all() {
    return Collections.unmodifiableCollection(inFlight.values());
  }

  /** Returns the operations with ids above {@code id}, the oldest first. */
  Collection<Suspension> after(long id) {
    return Collections.unmodifiableCollection(inFlight.tailMap(id, false).values());
  }

  List<InFlight> list(Filter filter, long after, int max, boolean describe) {
    List<InFlight> found = new ArrayList<>();
    for (Suspension suspension : after(after)) {
      if (found.size() >= max || isYounger(suspension, filter)) {
        break;
      }
      if (suspension.matches(filter)) {
        found.add(show(suspension, describe));
      }
    }
    return found;
  }

  Optional<InFlight> find(long id, boolean describe) {
    return Optional.ofNullable(inFlight.get(id)).map(suspension -> show(suspension, describe));
  }

  private InFlight show(Suspension suspension, boolean describe) {
    return suspension.show(loopNumber.applyAsInt(suspension.loop()), describe);
  }

  int count(Filter filter) {
    int found = 0;
    for (Suspension suspension : inFlight.values()) {
      if (isYounger(suspension, filter)) {
        break;
      }
      found += suspension.matches(filter) ? 1 : 0;
    }
    return found;
  }

  int cancel(Filter filter, Throwable why) {
    int ended = 0;
    for (Suspension suspension : inFlight.values()) {
      if (isYounger(suspension, filter)) {
        break;
      }
      ended += suspension.matches(filter) && end(suspension, why) ? 1 : 0;
    }
    return ended;
  }

  boolean cancel(long id, Throwable why) {
    Suspension suspension = inFlight.get(id);
    return suspension != null && end(suspension, why);
  }

  private static boolean end(Suspension suspension, Throwable why) {
    return suspension.root().end(ReturnCodes.CANCELLED, why);
  }

  /** If so, those with greater ids are, too: give or take the moment between id and start. */
  private static boolean isYounger(Suspension suspension, Filter filter) {
    return !filter.minimumAge().isZero() && suspension.age().compareTo(filter.minimumAge()) < 0;
  }
}
