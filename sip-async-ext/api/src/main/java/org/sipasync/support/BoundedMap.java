package org.sipasync.support;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets its oldest entries. Not thread-safe. */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int max;

  /**
   * Creates an empty map.
   *
   * @param max entries that it keeps
   */
  public BoundedMap(int max) {
    this.max = max;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > max;
  }
}
