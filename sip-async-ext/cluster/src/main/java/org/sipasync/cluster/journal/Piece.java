package org.sipasync.cluster.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.sipasync.cluster.grid.Uuids;
import org.sipasync.cluster.journal.Entry.Kind;
import org.sipasync.cluster.record.MalformedRecordException;

/**
 * A piece of a journal: one value of the grid.
 *
 * @param owner member that wrote it
 * @param sequence its number, one more than that of the piece before
 * @param first oldest piece that counted when this one was written
 * @param entries events, in their order
 */
record Piece(UUID owner, long sequence, long first, List<Entry> entries) {
  /** Largest piece: one record of the largest size, and some more. */
  static final int MAX_BYTES = 512 * 1024;

  /** Length of an entry without its bytes. */
  static final int ENTRY_HEAD = 21;

  private static final byte VERSION = 1;
  private static final int HEAD = 37;
  private static final Kind[] KINDS = Kind.values();

  byte[] encode() {
    int length = HEAD + entries.stream().mapToInt(entry -> ENTRY_HEAD + entry.bytes().length).sum();
    ByteBuffer out = ByteBuffer.allocate(length).put(VERSION);
    Uuids.put(out, owner);
    out.putLong(sequence).putLong(first).putInt(entries.size());
    for (Entry entry : entries) {
      out.put((byte) entry.kind().ordinal()).putLong(entry.number()).putLong(entry.time());
      out.putInt(entry.bytes().length).put(entry.bytes());
    }
    return out.array();
  }

  static Piece decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEAD || bytes.length > MAX_BYTES || in.get() != VERSION) {
      throw new MalformedRecordException("a piece of another version, or of a wrong length");
    }
    UUID owner = Uuids.get(in);
    long sequence = in.getLong();
    long first = in.getLong();
    int size = in.getInt();
    if (size < 0 || size > in.remaining() / ENTRY_HEAD) {
      throw new MalformedRecordException("a piece of " + size + " entries");
    }
    List<Entry> entries = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      entries.add(entry(in));
    }
    return new Piece(owner, sequence, first, entries);
  }

  private static Entry entry(ByteBuffer in) {
    if (in.remaining() < ENTRY_HEAD) {
      throw new MalformedRecordException("a piece that ends within an entry");
    }
    int kind = in.get();
    long number = in.getLong();
    long time = in.getLong();
    int length = in.getInt();
    if (kind < 0 || kind >= KINDS.length || length < 0 || length > in.remaining()) {
      throw new MalformedRecordException("an entry of kind " + kind + ", length " + length);
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new Entry(KINDS[kind], number, time, bytes);
  }
}
