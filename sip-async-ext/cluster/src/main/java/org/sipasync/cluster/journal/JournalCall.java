package org.sipasync.cluster.journal;

/** One call of a journal, from its first entry to its end. For the node's thread. */
public final class JournalCall {
  final long number;
  final byte[] record;

  /** Number of the piece that the call begins in; -1 until the grid has it. */
  long sequence = -1;

  /** True once a piece with the call has left this node. */
  boolean isWritten;

  /** The final response, once it is fixed. */
  byte[] response;

  boolean isEnded;

  JournalCall(long number, byte[] record) {
    this.number = number;
    this.record = record;
  }

  /** Returns the record, which is not to be changed. */
  public byte[] record() {
    return record;
  }

  /** Returns true if the grid has the call: it survives this node. */
  public boolean isStored() {
    return sequence >= 0 && !isEnded;
  }

  /** Returns true if an heir may find the call: it must not be answered without a decision. */
  public boolean isWritten() {
    return isWritten && !isEnded;
  }

  /** Returns true if nothing is left to do for it. */
  public boolean isEnded() {
    return isEnded;
  }

  /** Returns true if it was begun before another one of the same journal. */
  public boolean isBefore(JournalCall other) {
    return number < other.number;
  }

  long bytes() {
    return record.length + (response == null ? 0 : response.length);
  }
}
