package org.sipasync.cluster.journal;

/**
 * Extent of a journal.
 *
 * @param first sequence number of the oldest piece that counts
 * @param next one more than that of the newest piece that the grid has confirmed
 */
public record Marks(long first, long next) {
  /** Marks of a journal that nothing is known of. */
  public static final Marks NONE = new Marks(0, 0);

  /** Returns what is known from both: a journal only grows. */
  public Marks merge(Marks other) {
    return new Marks(Math.max(first, other.first), Math.max(next, other.next));
  }
}
