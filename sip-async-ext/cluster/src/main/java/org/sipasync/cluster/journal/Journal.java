package org.sipasync.cluster.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.journal.Entry.Kind;
import org.sipasync.cluster.journal.Pending.Event;
import org.sipasync.cluster.record.CallRecord;

/**
 * Journal of this node's calls in the grid, a log that is trimmed at its old end.
 *
 * <pre>
 *   LOCAL ── begin, next piece ──▶ STORED ── decide, next piece ──▶ DECIDED ── end ──▶ ENDED
 *                                    └──────────── end (nobody is answered) ─────────────▲
 * </pre>
 *
 * <p>One piece is written at a time; what comes meanwhile goes into the next one. So begun calls
 * share a piece, final responses wait for one round trip at most, and a piece that is missing
 * before another was lost by the grid. Pieces are removed oldest first: whatever an heir finds is
 * the end of the log, and an entry about a call is never without the call's beginning.
 *
 * <p>When more than half of the log is about ended calls, its oldest piece is written again without
 * them. For the node's thread.
 */
public final class Journal {
  /** A log this small is not worth compacting. */
  private static final long SLACK = 64 * 1024;

  /** Size of a piece when more waits than fits a usual one: the grid is slow. */
  private static final int BACKLOG_BYTES = Piece.MAX_BYTES / 2;

  private final Grid grid;
  private final UUID owner;
  private final LongSupplier clock;
  private final JournalSettings settings;
  private final Pending pending = new Pending();
  private final Deque<Segment> segments = new ArrayDeque<>();
  private final Map<Long, Segment> bySequence = new HashMap<>();
  private final JournalCounters counters;
  private long nextNumber = 1;
  private long nextSequence;
  private long acknowledged;
  private long firstToRemove;
  private long liveBytes;
  private long logBytes;
  private Writing writing;
  private boolean mustRewrite;
  private boolean isRemoving;
  private boolean isClosed;

  private record Writing(Piece piece, byte[] bytes, List<Event> events) {}

  /**
   * Opens an empty journal.
   *
   * @param clock milliseconds, monotonic
   */
  public Journal(
      Grid grid, LongSupplier clock, JournalSettings settings, JournalCounters counters) {
    this.grid = grid;
    this.owner = grid.self();
    this.clock = clock;
    this.settings = settings;
    this.counters = counters;
  }

  /**
   * Stores a call with the next piece.
   *
   * @param onStored runs once the grid has it, unless the call has ended
   * @return the call; null if it is too large, or the journal is full
   */
  public JournalCall begin(byte[] record, Runnable onStored) {
    if (record.length > CallRecord.MAX_BYTES || liveBytes + record.length > settings.maxBytes()) {
      counters.skipped++;
      return null;
    }
    JournalCall call = new JournalCall(nextNumber++, record);
    liveBytes += call.bytes();
    long now = clock.getAsLong();
    pending.add(new Event(Kind.BEGUN, call, false, now, onStored), now + settings.linger());
    return call;
  }

  /** Stores a call that was taken over, with its final response if it has one. */
  public JournalCall adopt(byte[] record, byte[] response, Runnable onStored) {
    JournalCall call = new JournalCall(nextNumber++, record);
    call.response = response;
    liveBytes += call.bytes();
    long now = clock.getAsLong();
    pending.add(new Event(Kind.BEGUN, call, true, now, onStored), now);
    return call;
  }

  /**
   * Fixes a call's final response.
   *
   * @param onDurable runs once the grid has it, unless the call has ended
   */
  public void decide(JournalCall call, byte[] response, Runnable onDurable) {
    if (call.isEnded || call.response != null) {
      return;
    }
    call.response = response;
    liveBytes += response.length;
    long now = clock.getAsLong();
    pending.add(new Event(Kind.DECIDED, call, false, now, onDurable), now);
    write();
  }

  /** Ends a call: nothing is left to do for it. Idempotent. */
  public void end(JournalCall call) {
    if (call.isEnded) {
      return;
    }
    call.isEnded = true;
    liveBytes -= call.bytes();
    long now = clock.getAsLong();
    pending.add(new Event(Kind.ENDED, call, false, now, () -> {}), now + Pending.END_LINGER);
    leave(call);
    trim();
  }

  /** Takes a call out of the piece that it begins in, if the grid has that. */
  private void leave(JournalCall call) {
    Segment segment = bySequence.get(call.sequence);
    if (segment != null) {
      segment.calls.remove(call);
    }
  }

  /** Writes what is due; to be called every few milliseconds. */
  public void tick() {
    if (mustRewrite) {
      put(writing);
    }
    compact();
    write();
    removeOldest();
  }

  /** Returns true if nothing is to be written. */
  public boolean isIdle() {
    return writing == null && pending.isEmpty();
  }

  /** Stops writing; replies are ignored from now on. */
  public void close() {
    isClosed = true;
  }

  /** Returns the extent of what the grid has confirmed. */
  public Marks marks() {
    return new Marks(first(), acknowledged);
  }

  private long first() {
    return segments.isEmpty() ? acknowledged : segments.peekFirst().sequence;
  }

  private void write() {
    while (!isClosed
        && writing == null
        && pending.isDue(clock.getAsLong(), settings.pieceBytes())) {
      List<Event> events = pending.take(BACKLOG_BYTES);
      List<Entry> entries = new ArrayList<>();
      events.removeIf(event -> !addTo(entries, event));
      if (!entries.isEmpty()) {
        Piece piece = new Piece(owner, nextSequence++, first(), entries);
        put(new Writing(piece, piece.encode(), events));
      }
    }
  }

  /** Adds the entries of an event; returns false if nobody needs them any more. */
  private boolean addTo(List<Entry> entries, Event event) {
    JournalCall call = event.call();
    switch (event.kind()) {
      case BEGUN -> {
        if (call.isEnded) {
          return false;
        }
        call.isWritten = true;
        entries.add(new Entry(Kind.BEGUN, call.number, event.time(), call.record));
        if (event.isMove() && call.response != null) {
          entries.add(new Entry(Kind.DECIDED, call.number, event.time(), call.response));
        }
      }
      case DECIDED -> {
        if (call.isEnded) {
          return false;
        }
        entries.add(new Entry(Kind.DECIDED, call.number, event.time(), call.response));
      }
      case ENDED -> {
        if (call.sequence < first()) {
          return false;
        }
        entries.add(new Entry(Kind.ENDED, call.number, event.time(), Entry.NOTHING));
      }
    }
    return true;
  }

  private void put(Writing next) {
    writing = next;
    mustRewrite = false;
    long asked = clock.getAsLong();
    counters.pieces++;
    counters.bytes += next.bytes.length;
    grid.put(
        owner, next.piece.sequence(), next.bytes, (nothing, failure) -> written(asked, failure));
  }

  private void written(long asked, Throwable failure) {
    if (isClosed) {
      return;
    }
    Writing done = writing;
    if (failure != null || clock.getAsLong() - asked > settings.ackTime()) {
      counters.rewritten++;
      mustRewrite = true; // with the next tick
      return;
    }
    writing = null;
    acknowledged = done.piece.sequence() + 1;
    Segment segment = new Segment(done.piece.sequence(), done.bytes.length);
    segments.addLast(segment);
    bySequence.put(segment.sequence, segment);
    logBytes += segment.bytes;
    done.events.forEach(event -> settle(event, segment));
    trim();
    done.events.stream().filter(event -> !event.call().isEnded).forEach(this::tell);
    write();
  }

  private void settle(Event event, Segment segment) {
    JournalCall call = event.call();
    if (event.kind() != Kind.BEGUN) {
      return;
    }
    leave(call);
    call.sequence = segment.sequence;
    if (!call.isEnded) {
      segment.calls.add(call);
    }
  }

  private void tell(Event event) {
    counters.stored += event.kind() == Kind.BEGUN && !event.isMove() ? 1 : 0;
    event.onDurable().run();
  }

  /** Drops the old end that nobody needs; the newest piece stays, for its marks. */
  private void trim() {
    while (segments.size() > 1 && segments.peekFirst().calls.isEmpty()) {
      Segment oldest = segments.pollFirst();
      bySequence.remove(oldest.sequence);
      logBytes -= oldest.bytes;
    }
    removeOldest();
  }

  /** Removes one piece after the other, so that what is left always is the end of the log. */
  private void removeOldest() {
    if (isClosed || isRemoving || firstToRemove >= first()) {
      return;
    }
    isRemoving = true;
    grid.remove(
        owner,
        firstToRemove,
        (nothing, failure) -> {
          isRemoving = false;
          if (failure == null) {
            firstToRemove++;
            removeOldest();
          }
        });
  }

  private void compact() {
    Segment oldest = segments.peekFirst();
    if (oldest == null || oldest.isMoving || logBytes < 2 * liveBytes + SLACK) {
      return;
    }
    oldest.isMoving = true;
    long now = clock.getAsLong();
    oldest.calls.forEach(
        call ->
            pending.add(new Event(Kind.BEGUN, call, true, now, () -> {}), now + settings.linger()));
  }

  /** Returns the bytes of all pieces that are kept. */
  public long logBytes() {
    return logBytes;
  }
}
