package org.sipasync.sip.transaction;

import java.util.Arrays;

/**
 * Multiset of non-zero hashes with open addressing, 8 to 24 bytes each. The hashes depend on a
 * secret, so peers cannot choose slots. For the loop's thread only.
 */
final class Origins {
  private static final int FIRST_CAPACITY = 64;

  private long[] table = new long[FIRST_CAPACITY];
  private int size;

  boolean contains(long origin) {
    return find(origin) >= 0;
  }

  void add(long origin) {
    if (3 * ++size > 2 * table.length) {
      resize(2 * table.length);
    }
    table[free(origin)] = origin;
  }

  /** Removes one of equal hashes; does nothing if there is none. */
  void remove(long origin) {
    int at = find(origin);
    if (at < 0) {
      return;
    }
    size--;
    close(at);
    if (table.length > FIRST_CAPACITY && 6 * size < table.length) {
      resize(table.length / 2);
    }
  }

  int size() {
    return size;
  }

  private int place(long origin) {
    return (int) origin & table.length - 1;
  }

  private int next(int at) {
    return at + 1 & table.length - 1;
  }

  private int find(long origin) {
    for (int at = place(origin); table[at] != 0; at = next(at)) {
      if (table[at] == origin) {
        return at;
      }
    }
    return -1;
  }

  private int free(long origin) {
    int at = place(origin);
    while (table[at] != 0) {
      at = next(at);
    }
    return at;
  }

  /** Moves back the entries that a search would miss because of the gap. */
  private void close(int gap) {
    int at = gap;
    table[gap] = 0;
    for (int i = next(gap); table[i] != 0; i = next(i)) {
      int home = place(table[i]);
      boolean stays = at <= i ? at < home && home <= i : at < home || home <= i;
      if (!stays) {
        table[at] = table[i];
        table[i] = 0;
        at = i;
      }
    }
  }

  private void resize(int capacity) {
    long[] old = table;
    table = new long[capacity];
    Arrays.stream(old)
        .filter(origin -> origin != 0)
        .forEach(origin -> table[free(origin)] = origin);
  }
}
