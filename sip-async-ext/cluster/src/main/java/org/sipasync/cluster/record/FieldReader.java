package org.sipasync.cluster.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link FieldWriter} wrote. Skips fields that a later version has added. */
final class FieldReader {
  private final byte[][] fields;

  /**
   * Reads fields up to the end of the bytes.
   *
   * @param maxId highest id that is known here
   * @throws MalformedRecordException if the version is another, or a length exceeds the bytes
   */
  FieldReader(byte[] written, byte version, int maxId) {
    ByteBuffer in = ByteBuffer.wrap(written);
    if (!in.hasRemaining() || in.get() != version) {
      throw new MalformedRecordException("a record of another version");
    }
    fields = new byte[maxId + 1][];
    while (in.hasRemaining()) {
      readOne(in, maxId);
    }
  }

  private void readOne(ByteBuffer in, int maxId) {
    if (in.remaining() < FieldWriter.HEAD) {
      throw new MalformedRecordException("a record that ends within a field");
    }
    int id = in.get() & 0xff;
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new MalformedRecordException("a field longer than its record");
    }
    if (id > maxId) {
      in.position(in.position() + length);
      return;
    }
    fields[id] = new byte[length];
    in.get(fields[id]);
  }

  byte[] bytes(int id) {
    return fields[id];
  }

  String text(int id) {
    return fields[id] == null ? null : new String(fields[id], StandardCharsets.UTF_8);
  }

  long number(int id) {
    if (fields[id] == null) {
      return 0;
    }
    if (fields[id].length != 8) {
      throw new MalformedRecordException("a number of " + fields[id].length + " bytes");
    }
    return ByteBuffer.wrap(fields[id]).getLong();
  }
}
