package org.sipasync.functions.dns;

import java.util.Arrays;

/**
 * One run of an expression over a text: the possible ends of each part, computed once, and the
 * groups of the match. A set of positions is a {@code long}, with position 0 as its lowest bit.
 */
final class EreMatch {
  private static final long UNKNOWN =
      -1L; // no set: a text has fewer positions than a long has bits
  private static final int UNSET = -1;

  /** A part of the expression, as its match sees it. */
  interface Part {
    /** Returns its number in the expression, from 0. */
    int id();

    /** Computes the possible ends from a position; callers use {@link EreMatch#ends}. */
    long ends(EreMatch match, int at);
  }

  private final String text;
  private final long[] ends;
  private final int[] from;
  private final int[] to;

  EreMatch(String text, int nodes, int groups) {
    this.text = text;
    this.ends = new long[nodes * (text.length() + 1)];
    this.from = new int[groups + 1];
    this.to = new int[groups + 1];
    Arrays.fill(ends, UNKNOWN);
    Arrays.fill(from, UNSET);
  }

  static long bit(int position) {
    return 1L << position;
  }

  static boolean has(long positions, int position) {
    return (positions & bit(position)) != 0;
  }

  /** Returns the last of some positions. */
  static int last(long positions) {
    return Long.SIZE - 1 - Long.numberOfLeadingZeros(positions);
  }

  String text() {
    return text;
  }

  /** Returns the possible ends of a part that begins at a position. */
  long ends(Part part, int at) {
    int key = part.id() * (text.length() + 1) + at;
    if (ends[key] == UNKNOWN) {
      ends[key] = part.ends(this, at);
    }
    return ends[key];
  }

  /** Returns the possible ends of a part that begins at one of several positions. */
  long endsOfAll(Part part, long begins) {
    long all = 0;
    for (long left = begins; left != 0; left &= left - 1) {
      all |= ends(part, Long.numberOfTrailingZeros(left));
    }
    return all;
  }

  void group(int number, int begin, int end) {
    from[number] = begin;
    to[number] = end;
  }

  /** Unsets groups, from the first to before the last. */
  void unset(int first, int last) {
    Arrays.fill(from, first, last, UNSET);
  }

  /** Returns the text of a group; empty if it does not exist or did not match. */
  String group(int number) {
    return number < from.length && from[number] != UNSET
        ? text.substring(from[number], to[number])
        : "";
  }
}
