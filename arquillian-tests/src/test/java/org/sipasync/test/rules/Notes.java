package org.sipasync.test.rules;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The servlet's notes for the tests, by call. */
@ApplicationScoped
public class Notes {
  private final Map<String, List<String>> byCall = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> resumed = new ConcurrentHashMap<>();

  public void add(String callId, String what) {
    byCall.computeIfAbsent(callId, id -> new CopyOnWriteArrayList<>()).add(what);
  }

  public String of(String callId) {
    return String.join("\n", byCall.getOrDefault(callId, List.of()));
  }

  /** Counts a route's runs for a call, for the race. */
  public void resumed(String callId) {
    resumed.computeIfAbsent(callId, id -> new AtomicInteger()).incrementAndGet();
  }

  /** Returns the number of calls resumed, and of those resumed more than once. */
  public String resumedTwice() {
    return resumed.size()
        + " "
        + resumed.values().stream().filter(times -> times.get() > 1).count();
  }
}
