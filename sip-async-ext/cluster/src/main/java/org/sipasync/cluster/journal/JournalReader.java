package org.sipasync.cluster.journal;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.grid.Reply;
import org.sipasync.cluster.record.CallRecord;
import org.sipasync.cluster.record.MalformedRecordException;

/**
 * Reads the journal of a dead node, piece by piece by their numbers: a scan over all keys misses
 * entries while the grid moves them. For the node's thread.
 */
public final class JournalReader {
  /** Pieces that are asked for at a time. */
  private static final int WINDOW = 16;

  /** Pieces looked for beyond the newest that is known. */
  private static final int LOOK_AHEAD = 4;

  private final Grid grid;
  private final UUID owner;
  private final Marks marks;
  private final Reply<List<ReadCall>> reply;
  private final TreeMap<Long, Piece> pieces = new TreeMap<>();
  private long next;
  private int asked;
  private boolean isOver;

  private JournalReader(Grid grid, UUID owner, Marks marks, Reply<List<ReadCall>> reply) {
    this.grid = grid;
    this.owner = owner;
    this.marks = marks;
    this.reply = reply;
    this.next = marks.first();
  }

  /**
   * Reads all calls that have not ended.
   *
   * @param marks extent of the journal as its owner last told
   */
  public static void read(Grid grid, UUID owner, Marks marks, Reply<List<ReadCall>> reply) {
    new JournalReader(grid, owner, marks, reply).askMore();
  }

  private void askMore() {
    while (!isOver && asked < WINDOW && next < end()) {
      long sequence = next++;
      asked++;
      grid.get(owner, sequence, (bytes, failure) -> got(sequence, bytes, failure));
    }
    if (!isOver && asked == 0) {
      isOver = true;
      reply.done(calls(), null);
    }
  }

  /** Number of the first piece that is not looked for. */
  private long end() {
    long known = pieces.isEmpty() ? marks.next() : Math.max(marks.next(), pieces.lastKey() + 1);
    return known + LOOK_AHEAD;
  }

  private void got(long sequence, byte[] bytes, Throwable failure) {
    asked--;
    if (isOver) {
      return;
    }
    if (failure != null) {
      isOver = true;
      reply.done(null, failure);
      return;
    }
    Piece piece = bytes == null ? null : decoded(bytes);
    if (piece != null) {
      pieces.put(sequence, piece);
    }
    askMore();
  }

  /** A piece that cannot be read is as good as lost. */
  private static Piece decoded(byte[] bytes) {
    try {
      return Piece.decode(bytes);
    } catch (MalformedRecordException e) {
      return null;
    }
  }

  private List<ReadCall> calls() {
    if (pieces.isEmpty()) {
      return List.of();
    }
    long first = pieces.values().stream().mapToLong(Piece::first).max().getAsLong();
    pieces.headMap(first).clear();
    Map<Long, Found> calls = new HashMap<>();
    pieces.values().forEach(piece -> piece.entries().forEach(entry -> add(calls, piece, entry)));
    long lastGap = lastGap();
    return lastStates(calls).stream()
        .filter(call -> !call.isEnded)
        .map(call -> call.read(lastGap))
        .toList();
  }

  /**
   * Returns the last state of each call: one that was replaced counts until the grid has the next.
   */
  private static Collection<Found> lastStates(Map<Long, Found> calls) {
    Map<String, Found> last = new HashMap<>();
    new TreeMap<>(calls)
        .values().stream().filter(Found::isReadable).forEach(call -> last.put(call.key, call));
    return last.values();
  }

  private static void add(Map<Long, Found> calls, Piece piece, Entry entry) {
    Found call = calls.computeIfAbsent(entry.number(), number -> new Found());
    switch (entry.kind()) {
      case BEGUN -> {
        call.record = entry.bytes();
        call.begunIn = piece.sequence();
      }
      case DECIDED -> {
        call.response = entry.bytes();
        call.decidedAt = entry.time();
      }
      case ENDED -> call.isEnded = true;
    }
  }

  /** Number of the newest piece that was written and is lost; -1 without one. */
  private long lastGap() {
    long last = Math.max(pieces.isEmpty() ? -1 : pieces.lastKey(), marks.next() - 1);
    long lowest = pieces.isEmpty() ? last : pieces.firstKey();
    for (long sequence = last; sequence > lowest; sequence--) {
      if (!pieces.containsKey(sequence)) {
        return sequence;
      }
    }
    return -1;
  }

  private static final class Found {
    String key;
    byte[] record;
    long begunIn;
    byte[] response;
    long decidedAt;
    boolean isEnded;

    /** Returns false if the record is missing, or cannot be read. */
    boolean isReadable() {
      if (record == null) {
        return false;
      }
      try {
        key = CallRecord.transactionKey(record);
        return true;
      } catch (MalformedRecordException e) {
        return false;
      }
    }

    ReadCall read(long lastGap) {
      boolean isDoubtful = response == null && begunIn < lastGap;
      return new ReadCall(key, record, response, decidedAt, isDoubtful);
    }
  }
}
