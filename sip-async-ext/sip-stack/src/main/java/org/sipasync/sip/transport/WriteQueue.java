package org.sipasync.sip.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.sipasync.sip.transport.TransportCounters.Counter;

/** Messages that wait for a connection to accept them. The connection enforces the bounds. */
final class WriteQueue {
  private record Waiting(ByteBuffer data, Runnable onFailed) {}

  private final TransportContext context;
  private final Queue<Waiting> waiting = new ArrayDeque<>(2);
  private int bytes;

  WriteQueue(TransportContext context) {
    this.context = context;
  }

  void add(byte[] message, Runnable onFailed) {
    waiting.add(new Waiting(ByteBuffer.wrap(message), onFailed));
    bytes += message.length;
  }

  /** Returns the bytes that wait. */
  int bytes() {
    return bytes;
  }

  /**
   * Writes until the queue is empty or the channel accepts no more; returns the number of bytes.
   */
  int writeTo(WritableByteChannel channel) throws IOException {
    int total = 0;
    while (!waiting.isEmpty()) {
      ByteBuffer data = waiting.peek().data();
      int written = channel.write(data);
      total += written;
      bytes -= written;
      if (data.hasRemaining()) {
        break;
      }
      waiting.remove();
      context.counters().add(Counter.MESSAGES_WRITTEN);
    }
    context.counters().add(Counter.BYTES_WRITTEN, total);
    return total;
  }

  /** Drops all messages and tells the senders asynchronously. */
  void fail() {
    waiting.forEach(message -> context.failed(message.onFailed()));
    waiting.clear();
    bytes = 0;
  }
}
