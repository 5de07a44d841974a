package org.sipasync.cluster.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sipasync.cluster.journal.Entry.Kind;

/** Events that wait to be written, and when they are due. */
final class Pending {
  /** An ended call whose end is lost costs its caller one more copy of the same response. */
  static final long END_LINGER = 1000;

  /**
   * One event.
   *
   * @param isMove true if the call is written again, with all that is known of it
   */
  record Event(Kind kind, JournalCall call, boolean isMove, long time, Runnable onDurable) {}

  private final Deque<Event> events = new ArrayDeque<>();
  private long bytes;
  private long due = Long.MAX_VALUE;

  void add(Event event, long dueAt) {
    events.add(event);
    bytes += size(event);
    due = Math.min(due, dueAt);
  }

  boolean isDue(long now, int pieceBytes) {
    return !events.isEmpty() && (now >= due || bytes >= pieceBytes);
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** Takes events for one piece, in their order; at least one. */
  List<Event> take(int maxBytes) {
    List<Event> taken = new ArrayList<>();
    int size = 0;
    while (!events.isEmpty()) {
      int next = size(events.peek());
      if (!taken.isEmpty() && size + next > maxBytes) {
        return taken; // the rest is due, too
      }
      size += next;
      bytes -= next;
      taken.add(events.poll());
    }
    due = Long.MAX_VALUE;
    return taken;
  }

  private static int size(Event event) {
    return switch (event.kind()) {
      case BEGUN ->
          2 * Piece.ENTRY_HEAD
              + event.call().record.length
              + (event.isMove() && event.call().response != null
                  ? event.call().response.length
                  : 0);
      case DECIDED -> Piece.ENTRY_HEAD + event.call().response.length;
      case ENDED -> Piece.ENTRY_HEAD;
    };
  }
}
