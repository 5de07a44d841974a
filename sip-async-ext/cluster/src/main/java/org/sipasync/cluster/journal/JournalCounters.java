package org.sipasync.cluster.journal;

/** Counters of a node's journals, since its start. For the node's thread. */
public final class JournalCounters {
  long stored;
  long skipped;
  long pieces;
  long bytes;
  long rewritten;

  /** Returns the number of calls that were stored. */
  public long stored() {
    return stored;
  }

  /** Returns the number of calls that were not stored, because the journal was full. */
  public long skipped() {
    return skipped;
  }

  /** Returns the number of pieces that were written. */
  public long pieces() {
    return pieces;
  }

  /** Returns the number of bytes that were written. */
  public long bytes() {
    return bytes;
  }

  /** Returns the number of pieces that had to be written again. */
  public long rewritten() {
    return rewritten;
  }
}
