package org.sipasync.support;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Unpredictable numbers for ids, tags and branches, as good as their source: a secure one is asked
 * for many at once, because it takes microseconds and a system call for a few bytes. What has been
 * handed out is overwritten. Thread-safe.
 */
public final class BufferedRandom implements RandomGenerator {
  private static final int BYTES = 512;

  private final Consumer<byte[]> source;
  private final ByteBuffer buffer = ByteBuffer.allocate(BYTES).limit(0);

  /**
   * Creates a generator with an empty buffer.
   *
   * @param source fills an array, as {@link java.security.SecureRandom#nextBytes} does
   */
  public BufferedRandom(Consumer<byte[]> source) {
    this.source = source;
  }

  @Override
  public synchronized long nextLong() {
    if (!buffer.hasRemaining()) {
      source.accept(buffer.array());
      buffer.clear();
    }
    int at = buffer.position();
    long number = buffer.getLong();
    buffer.putLong(at, 0);
    return number;
  }
}
