package org.sipasync.cluster.grid;

import java.nio.ByteBuffer;
import java.util.UUID;

/** UUIDs as 16 bytes; null as zeros. */
public final class Uuids {
  private static final UUID NONE = new UUID(0, 0);

  private Uuids() {}

  /** Writes a UUID, or null. */
  public static void put(ByteBuffer bytes, UUID id) {
    UUID written = id == null ? NONE : id;
    bytes.putLong(written.getMostSignificantBits()).putLong(written.getLeastSignificantBits());
  }

  /** Reads a UUID, or null. */
  public static UUID get(ByteBuffer bytes) {
    UUID id = new UUID(bytes.getLong(), bytes.getLong());
    return id.equals(NONE) ? null : id;
  }
}
