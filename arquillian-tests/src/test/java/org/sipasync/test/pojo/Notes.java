package org.sipasync.test.pojo;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Notes of events, by subject. */
@ApplicationScoped
public class Notes {
  private final Map<String, String> notes = new ConcurrentHashMap<>();

  public void add(String who, String what) {
    notes.merge(who, what, (before, now) -> before + "\n" + now);
  }

  public String of(String who) {
    return notes.getOrDefault(who, "nothing");
  }
}
