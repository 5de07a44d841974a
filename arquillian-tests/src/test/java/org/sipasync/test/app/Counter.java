package org.sipasync.test.app;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The servlet's notes for the tests, by call. */
@ApplicationScoped
public class Counter {
  private final Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();
  private final Map<String, List<String>> notes = new ConcurrentHashMap<>();

  public String name() {
    return "counter";
  }

  /** Counts a handler's run and tells how often it has run for this call. */
  public int count(String callId) {
    return handled.computeIfAbsent(callId, id -> new AtomicInteger()).incrementAndGet();
  }

  public void note(String callId, String what) {
    notes.computeIfAbsent(callId, id -> new CopyOnWriteArrayList<>()).add(what);
  }

  public List<String> notes(String callId) {
    return notes.getOrDefault(callId, List.of());
  }
}
