package org.sipasync.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.sipasync.sip.transport.TransportCounters.Counter;

/**
 * Sends datagrams. While the socket accepts no more, queues them up to a number of bytes and drops
 * the rest, as a network would.
 */
final class DatagramQueue {
  /** Sends one datagram; 0 if the socket accepts no more. */
  @FunctionalInterface
  interface Sender {
    int send(ByteBuffer data, SocketAddress to) throws IOException;
  }

  private record Waiting(ByteBuffer data, InetSocketAddress to, Runnable onFailed) {}

  private final TransportContext context;
  private final Sender sender;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long bytes;

  DatagramQueue(TransportContext context, Sender sender) {
    this.context = context;
    this.sender = sender;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Sends, queues or drops a datagram. */
  void send(byte[] message, InetSocketAddress to, Runnable onFailed) {
    Waiting datagram = new Waiting(ByteBuffer.wrap(message), to, onFailed);
    if (waiting.isEmpty() && trySend(datagram)) {
      return;
    }
    if (bytes + message.length > context.limits().maxWaitingDatagramBytes()) {
      context.log("UDP socket is full, datagram dropped", to, bytes + " bytes wait");
      context.failed(onFailed);
      return;
    }
    waiting.add(datagram);
    bytes += message.length;
  }

  /** Sends queued datagrams until the socket accepts no more. */
  void sendWaiting() {
    while (!waiting.isEmpty()) {
      int length = waiting.peek().data().remaining();
      if (!trySend(waiting.peek())) {
        return;
      }
      waiting.remove();
      bytes -= length;
    }
  }

  /** Sends or fails a datagram; false if the socket accepts no more. */
  private boolean trySend(Waiting datagram) {
    int length = datagram.data().remaining();
    try {
      if (sender.send(datagram.data(), datagram.to()) == 0 && length > 0) {
        return false;
      }
      context.counters().add(Counter.MESSAGES_WRITTEN);
      context.counters().add(Counter.BYTES_WRITTEN, length);
    } catch (IOException | RuntimeException e) {
      context.log("Sending UDP failed", datagram.to(), e);
      context.failed(datagram.onFailed());
    }
    return true;
  }

  /** Drops all datagrams and tells the senders asynchronously. */
  void fail() {
    waiting.forEach(datagram -> context.failed(datagram.onFailed()));
    waiting.clear();
    bytes = 0;
  }
}
