package org.sipasync.sample.digest;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that evicts the least recently used entry when full. */
class Bounded<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;
  private static final float LOAD = 0.75f;

  private final int most;

  Bounded(int most) {
    super(16, LOAD, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    boolean isFull = size() > most;
    if (isFull) {
      forgotten(eldest.getValue());
    }
    return isFull;
  }

  /** Called with each evicted value. */
  protected void forgotten(V value) {}
}
