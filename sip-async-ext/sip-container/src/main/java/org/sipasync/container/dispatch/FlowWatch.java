package org.sipasync.container.dispatch;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sipasync.container.session.Application;
import org.sipasync.sip.transport.FlowId;

/**
 * Applications that want to hear of the end of connections. Has entries for open ones only.
 * Thread-safe.
 */
public final class FlowWatch {
  private final Map<FlowId, Set<Application>> watched = new ConcurrentHashMap<>();

  void add(FlowId flow, Application application) {
    watched.compute(
        flow,
        (id, present) -> {
          Set<Application> all = present == null ? ConcurrentHashMap.newKeySet(1) : present;
          all.add(application);
          return all;
        });
  }

  void remove(FlowId flow, Application application) {
    watched.computeIfPresent(
        flow,
        (id, present) -> {
          present.remove(application);
          return present.isEmpty() ? null : present;
        });
  }

  /** Removes an ended flow; returns who wants to hear of it. */
  Set<Application> end(FlowId flow) {
    Set<Application> all = watched.remove(flow);
    return all == null ? Set.of() : all;
  }
}
