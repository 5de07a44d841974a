package org.sipasync.cluster.journal;

import java.util.LinkedHashSet;
import java.util.Set;

/** A piece that the grid has confirmed, and the calls that need it. */
final class Segment {
  final long sequence;
  final int bytes;
  final Set<JournalCall> calls = new LinkedHashSet<>();

  /** True if its calls are being written again, into a newer piece. */
  boolean isMoving;

  Segment(long sequence, int bytes) {
    this.sequence = sequence;
    this.bytes = bytes;
  }
}
