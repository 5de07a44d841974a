package org.sipasync.sip.transport;

import java.nio.ByteBuffer;

/**
 * Buffers that the TLS connections of one loop share: each is used within one call only, so that an
 * idle connection has none.
 */
final class TlsBuffers {
  /** Longest record, also where a peer uses large fragments. */
  private static final int RECORD = 34 << 10;

  private static final int READ = 16 << 10;

  /** An incomplete record from before, and one read. */
  final ByteBuffer encrypted = ByteBuffer.allocate(RECORD + READ);

  /** Text of all that; the engine wants room for a whole record after it. */
  final ByteBuffer plain = ByteBuffer.allocate(2 * RECORD + READ);

  /** One record to be sent. */
  final ByteBuffer out = ByteBuffer.allocate(RECORD);

  /** Prepares for one read after the bytes of an incomplete record. */
  ByteBuffer encrypted(byte[] rest) {
    encrypted.clear().put(rest);
    return encrypted.limit(Math.min(encrypted.capacity(), rest.length + READ));
  }
}
