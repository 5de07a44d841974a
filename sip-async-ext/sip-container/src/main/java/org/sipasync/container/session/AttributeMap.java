package org.sipasync.container.session;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Attributes of a session. Thread-safe; the events of one attribute are in the order of its
 * changes.
 */
final class AttributeMap {
  /** Events of attributes; each is reported once. */
  interface Events {
    void bound(String name, Object value);

    void unbound(String name, Object value);

    void added(String name);

    void replaced(String name);

    void removed(String name);
  }

  private final Map<String, Object> values = new ConcurrentHashMap<>(4);
  private final Supplier<? extends Events> events;

  AttributeMap(Supplier<? extends Events> events) {
    this.events = events;
  }

  Object get(String name) {
    return values.get(Objects.requireNonNull(name, "name"));
  }

  Set<String> names() {
    return Set.copyOf(values.keySet());
  }

  void set(String name, Object value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    Object old = values.put(name, value);
    if (old != value) {
      events.get().bound(name, value);
    }
    if (old == null) {
      events.get().added(name);
      return;
    }
    if (old != value) {
      events.get().unbound(name, old);
    }
    events.get().replaced(name);
  }

  /** Sets a value that another node has set: nobody is told. */
  void restore(String name, Object value) {
    values.put(name, value);
  }

  void remove(String name) {
    Object old = values.remove(Objects.requireNonNull(name, "name"));
    if (old != null) {
      events.get().unbound(name, old);
      events.get().removed(name);
    }
  }

  void clear() {
    for (String name : names()) {
      remove(name);
    }
  }
}
