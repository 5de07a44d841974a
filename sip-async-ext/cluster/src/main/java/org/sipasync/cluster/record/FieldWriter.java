package org.sipasync.cluster.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes numbered fields: id, length, bytes. Absent fields are left out. */
final class FieldWriter {
  /** Length of a field's head. */
  static final int HEAD = 5;

  private record Field(int id, byte[] bytes) {}

  private final List<Field> fields = new ArrayList<>();
  private int length;

  FieldWriter bytes(int id, byte[] value) {
    if (value != null) {
      fields.add(new Field(id, value));
      length += HEAD + value.length;
    }
    return this;
  }

  FieldWriter text(int id, String value) {
    return bytes(id, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  FieldWriter number(int id, long value) {
    return value == 0 ? this : bytes(id, ByteBuffer.allocate(8).putLong(value).array());
  }

  /** Returns a first byte, the version, and the fields. */
  byte[] written(byte version) {
    ByteBuffer out = ByteBuffer.allocate(1 + length).put(version);
    for (Field field : fields) {
      out.put((byte) field.id()).putInt(field.bytes().length).put(field.bytes());
    }
    return out.array();
  }
}
