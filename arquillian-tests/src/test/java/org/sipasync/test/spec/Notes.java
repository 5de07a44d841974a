package org.sipasync.test.spec;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes of the application for the tests, each under its test's mark. */
final class Notes {
  private static final Map<String, List<String>> NOTES = new ConcurrentHashMap<>();

  private static final Map<String, String> MARKS = new ConcurrentHashMap<>();

  private Notes() {}

  /** Lets notes of a session go under a mark; a session without one makes no notes. */
  static void mark(String session, String mark) {
    if (mark != null) {
      MARKS.put(session, mark);
    }
  }

  static void ofSession(String session, String note) {
    if (MARKS.containsKey(session)) {
      add(MARKS.get(session), note);
    }
  }

  static void add(String mark, String note) {
    NOTES.computeIfAbsent(mark, key -> new CopyOnWriteArrayList<>()).add(note);
  }

  static String of(String mark) {
    return String.join("\n", NOTES.getOrDefault(mark, List.of()));
  }
}
