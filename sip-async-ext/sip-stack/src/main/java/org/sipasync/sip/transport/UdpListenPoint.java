package org.sipasync.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.sipasync.sip.transport.TransportCounters.Counter;

/** UDP socket that receives and sends datagrams. */
final class UdpListenPoint implements ListeningSocket {
  /** Requested size of the kernel's buffers, which hold bursts; the kernel may grant less. */
  private static final int SOCKET_BUFFER = 4 << 20;

  /** Spare bytes after a datagram, where received and rport are written. */
  private static final int SPARE = 160;

  /** About ten times the time that a datagram takes. */
  private static final long BURST_NANOS = 100_000;

  /** About a quarter of what a socket's buffer holds. */
  private static final int MAX_DROPPED_PER_ROUND = 2_000;

  /**
   * Time after which a socket that was last seen empty is read to its end: it may be filling up.
   */
  private static final long MAX_UNSEEN_NANOS = 50_000_000;

  private final TransportContext context;
  private final Receiver receiver;
  private final Refusals refusals;
  private final DatagramChannel channel;
  private final InetSocketAddress local;
  private final SelectionKey key;
  private final ByteBuffer in;
  private final DatagramQueue out;
  private UdpFlow last;
  private long lastRead;
  private long lastEmpty;

  /** Time of the burst that first left datagrams in the socket; none since has found it empty. */
  private long behindSince;

  private boolean isBehind;

  UdpListenPoint(
      TransportContext context, Receiver receiver, Refusals refusals, InetSocketAddress address)
      throws IOException {
    this.context = context;
    this.receiver = receiver;
    this.refusals = refusals;
    this.in = ByteBuffer.allocateDirect(context.limits().maxDatagramBytes() + 1);
    this.channel = open(address);
    this.out = new DatagramQueue(context, channel::send);
    this.lastEmpty = context.loop().now();
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

  @Override
  public InetSocketAddress local() {
    return local;
  }

  private void onReady(int ops) {
    if ((ops & SelectionKey.OP_WRITE) != 0) {
      out.sendWaiting();
      if (out.isEmpty()) {
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
      }
    }
    if ((ops & SelectionKey.OP_READ) != 0) {
      read();
    }
  }

  /**
   * Reads one datagram if the last was read a while ago, since a second read would find nothing, at
   * the price of a system call; a burst is read in one round.
   */
  private void read() {
    long now = context.loop().now();
    boolean burst = isBehind || now - lastRead < BURST_NANOS || now - lastEmpty >= MAX_UNSEEN_NANOS;
    lastRead = now;
    int reads = burst ? context.limits().maxReadsPerRound() : 1;
    boolean isTooOld = isBehind && now - behindSince > context.limits().maxBacklog().toNanos();
    if (isTooOld) {
      context.log("UDP is read too late (sip.max-wait): new requests are dropped", local, "behind");
      reads = MAX_DROPPED_PER_ROUND;
    }
    boolean isEmpty = false;
    for (int i = 0; i < reads && !isEmpty && channel.isOpen(); i++) {
      isEmpty = !readOne(isTooOld);
    }
    if (isEmpty) {
      lastEmpty = now;
      isBehind = false;
    } else if (burst && !isBehind) {
      behindSince = now;
      isBehind = true;
    }
  }

  /**
   * Reads one datagram.
   *
   * @param isTooOld true if it may have waited too long
   * @return false if there was none
   */
  private boolean readOne(boolean isTooOld) {
    in.clear();
    InetSocketAddress source;
    try {
      source = (InetSocketAddress) channel.receive(in);
    } catch (IOException e) {
      context.log("Reading UDP failed", local, e);
      return false;
    }
    if (source == null) {
      return false;
    }
    in.flip();
    int length = in.remaining();
    if (isTooOld && Beginnings.begins(in)) {
      context.counters().add(Counter.OLD_DROPPED);
      return true;
    }
    byte[] data = new byte[length + SPARE];
    in.get(data, 0, length);
    context.counters().add(Counter.BYTES_READ, length);
    receive(data, length, flowTo(source));
    return true;
  }

  /** Returns the same flow while the same peer sends, because transactions keep it. */
  private UdpFlow flowTo(InetSocketAddress source) {
    if (last == null || !last.remote().equals(source)) {
      last = new UdpFlow(this, source);
    }
    return last;
  }

  private void receive(byte[] data, int length, UdpFlow flow) {
    if (flow.remote().getPort() == 0) {
      context.counters().add(Counter.MALFORMED_DROPPED);
    } else if (KeepAlives.isKeepAlive(data, length)) {
      context.counters().add(Counter.KEEP_ALIVES);
      byte[] answer = Stun.isStun(data, length) ? Stun.answer(data, length, flow.remote()) : null;
      if (answer != null) {
        flow.send(answer, null);
      }
    } else if (length > context.limits().maxDatagramBytes()) {
      refusals.refuseTooLarge(data, length, flow);
    } else {
      receiver.receive(data, length, flow);
    }
  }

  void send(byte[] message, UdpFlow flow, Runnable onFailed) {
    if (!channel.isOpen()) {
      context.failed(onFailed);
      return;
    }
    context.tap().sent(message, flow);
    out.send(message, flow.remote(), onFailed);
    if (!out.isEmpty()) {
      key.interestOpsOr(SelectionKey.OP_WRITE);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      context.log("Closing UDP failed", local, e);
    }
    out.fail();
  }
}
