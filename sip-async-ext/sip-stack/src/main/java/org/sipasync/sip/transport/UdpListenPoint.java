package org.sipasync.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayDeque;
import java.util.Queue;
import org.sipasync.sip.transport.TransportCounters.Counter;

/**
 * UDP socket that receives and sends datagrams. While the socket takes no more, datagrams wait in a
 * bounded queue; beyond it they are dropped, as a network would.
 */
final class UdpListenPoint implements AutoCloseable {
  /** Wanted size of the kernel's buffers, which it may cut: bursts wait there. */
  private static final int SOCKET_BUFFER = 4 << 20;

  private record Waiting(ByteBuffer data, InetSocketAddress to, Runnable onFailed) {}

  private final TransportContext context;
  private final Receiver receiver;
  private final Refusals refusals;
  private final DatagramChannel channel;
  private final InetSocketAddress local;
  private final SelectionKey key;
  private final ByteBuffer in;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long waitingBytes;

  UdpListenPoint(
      TransportContext context, Receiver receiver, Refusals refusals, InetSocketAddress address)
      throws IOException {
    this.context = context;
    this.receiver = receiver;
    this.refusals = refusals;
    this.in = ByteBuffer.allocateDirect(context.limits().maxDatagramBytes() + 1);
    this.channel = open(address);
    try {
      this.local = (InetSocketAddress) channel.getLocalAddress();
      this.key = context.loop().register(channel, SelectionKey.OP_READ, this::onReady);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static DatagramChannel open(InetSocketAddress address) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            Addresses.isIpv4(address) ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
      channel.bind(address);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  InetSocketAddress local() {
    return local;
  }

  private void onReady(int ops) {
    if ((ops & SelectionKey.OP_WRITE) != 0) {
      sendWaiting();
    }
    if ((ops & SelectionKey.OP_READ) != 0) {
      read();
    }
  }

  private void read() {
    for (int i = context.limits().maxReadsPerRound(); i > 0 && channel.isOpen(); i--) {
      in.clear();
      InetSocketAddress source;
      try {
        source = (InetSocketAddress) channel.receive(in);
      } catch (IOException e) {
        context.log("Reading UDP failed", local, e);
        return;
      }
      if (source == null) {
        return;
      }
      in.flip();
      byte[] data = new byte[in.remaining()];
      in.get(data);
      context.counters().add(Counter.BYTES_READ, data.length);
      receive(data, new UdpFlow(this, source));
    }
  }

  private void receive(byte[] data, UdpFlow flow) {
    if (flow.remote().getPort() == 0) {
      context.counters().add(Counter.MALFORMED_DROPPED);
    } else if (KeepAlives.isKeepAlive(data)) {
      context.counters().add(Counter.KEEP_ALIVES);
    } else if (data.length > context.limits().maxDatagramBytes()) {
      refusals.refuseTooLarge(data, flow);
    } else {
      receiver.receive(data, flow);
    }
  }

  void send(byte[] message, InetSocketAddress to, Runnable onFailed) {
    Waiting datagram = new Waiting(ByteBuffer.wrap(message), to, onFailed);
    if (waiting.isEmpty() && trySend(datagram)) {
      return;
    }
    if (!channel.isOpen()
        || waitingBytes + message.length > context.limits().maxWaitingDatagramBytes()) {
      context.log("UDP socket is full, datagrams dropped", local, waitingBytes + " bytes wait");
      context.failed(onFailed);
      return;
    }
    waiting.add(datagram);
    waitingBytes += message.length;
    key.interestOpsOr(SelectionKey.OP_WRITE);
  }

  /** Sends, or fails for good; false if the socket takes no more. */
  private boolean trySend(Waiting datagram) {
    int length = datagram.data().remaining();
    try {
      if (channel.send(datagram.data(), datagram.to()) == 0 && length > 0) {
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

  private void sendWaiting() {
    while (!waiting.isEmpty()) {
      int length = waiting.peek().data().remaining();
      if (!trySend(waiting.peek())) {
        return;
      }
      waiting.remove();
      waitingBytes -= length;
    }
    key.interestOpsAnd(~SelectionKey.OP_WRITE);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      context.log("Closing UDP failed", local, e);
    }
    waiting.forEach(datagram -> context.failed(datagram.onFailed()));
    waiting.clear();
    waitingBytes = 0;
  }
}
