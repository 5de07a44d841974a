package org.sipasync.cluster.takeover;

import java.util.UUID;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.journal.Marks;

/** Removes a dead member's journal, oldest piece first; what fails stays until the grid's limit. */
final class JournalCleaner {
  /** Pieces beyond the newest that is known. */
  private static final int LOOK_AHEAD = 64;

  private final Grid grid;
  private final UUID dead;
  private final long end;
  private long next;

  private JournalCleaner(Grid grid, UUID dead, Marks marks) {
    this.grid = grid;
    this.dead = dead;
    this.next = marks.first();
    this.end = marks.next() + LOOK_AHEAD;
  }

  static void clear(Grid grid, UUID dead, Marks marks) {
    new JournalCleaner(grid, dead, marks).removeNext();
  }

  private void removeNext() {
    if (next < end) {
      grid.remove(dead, next++, (nothing, failure) -> removeNext());
    }
  }
}
