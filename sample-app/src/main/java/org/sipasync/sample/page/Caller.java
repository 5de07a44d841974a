package org.sipasync.sample.page;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Places calls over one UDP socket, on the thread that calls {@link #place}. The socket is
 * connected to the server: what others send does not reach it.
 */
final class Caller implements Closeable {
  private static final int BUFFER = 4 << 20;
  private static final long TICK_MILLIS = 10;

  /** Sees every message. */
  interface Tap {
    void message(long now, boolean sent, String text);
  }

  private final DatagramChannel channel;
  private final Selector selector;
  private final String local;
  private final String server;
  private final Tap tap;
  private final ByteBuffer in = ByteBuffer.allocateDirect(65_536);
  private final Map<String, OutgoingCall> calls = new HashMap<>();
  private final Set<OutgoingCall> open = new LinkedHashSet<>();
  private final Set<OutgoingCall> unsettled = new LinkedHashSet<>();
  private Figures figures;
  private long nextTick = System.nanoTime();

  Caller(InetSocketAddress server, Tap tap) throws IOException {
    this.tap = tap;
    this.server = hostAndPort(server);
    channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
      channel.connect(server);
      channel.configureBlocking(false);
      local = hostAndPort((InetSocketAddress) channel.getLocalAddress());
      selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  static String hostAndPort(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /**
   * Places as many calls as the figures have room for and returns when all have ended, after {@link
   * OutgoingCall#LONGEST} at the latest; or when the thread is interrupted.
   */
  void place(Order order, int count, Figures figures) throws IOException {
    this.figures = figures;
    long begin = System.nanoTime();
    figures.begin(begin);
    int placed = 0;
    while ((placed < count || !open.isEmpty()) && !Thread.currentThread().isInterrupted()) {
      long now = System.nanoTime();
      while (placed < count && now - due(begin, placed, order) >= 0) {
        begin(order);
        placed++;
      }
      selector.select(placed < count ? untilDue(due(begin, placed, order)) : TICK_MILLIS);
      selector.selectedKeys().clear();
      receive();
      passed();
    }
    figures.end(System.nanoTime());
  }

  private static long due(long begin, int placed, Order order) {
    return begin + placed * 1_000_000_000L / order.perSecond();
  }

  private static long untilDue(long due) {
    long millis = (due - System.nanoTime()) / 1_000_000;
    return Math.max(1, Math.min(millis, TICK_MILLIS));
  }

  private void begin(Order order) {
    OutgoingCall call =
        new OutgoingCall(UUID.randomUUID().toString(), order, local, server, this::send);
    calls.put(call.id(), call);
    open.add(call);
    unsettled.add(call);
    figures.placed();
    call.begin(System.nanoTime());
  }

  private void send(String text) {
    tap.message(System.nanoTime(), true, text);
    try {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException lost) {
      // nobody listens there, or not yet: sent again in time, as any datagram that is lost
    }
  }

  private void receive() throws IOException {
    while (read()) {
      byte[] bytes = new byte[in.flip().remaining()];
      in.get(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      long now = System.nanoTime();
      SipText.parse(text).ifPresent(message -> received(message, text, now));
    }
  }

  private boolean read() throws IOException {
    try {
      return channel.read(in.clear()) > 0;
    } catch (PortUnreachableException nobodyListens) {
      return false;
    }
  }

  private void received(SipText message, String text, long now) {
    OutgoingCall call = calls.get(message.header("Call-ID").orElse(""));
    if (call != null) {
      tap.message(now, false, text);
      call.received(message, now);
      note(call);
    }
  }

  private void passed() {
    long now = System.nanoTime();
    if (now - nextTick < 0) {
      return;
    }
    nextTick = now + TICK_MILLIS * 1_000_000;
    for (OutgoingCall call : Set.copyOf(open)) {
      call.passed(now);
      note(call);
    }
    figures.passed(now);
  }

  private void note(OutgoingCall call) {
    if ((call.isSettled() || call.hasEnded()) && unsettled.remove(call)) {
      figures.settled(call);
    }
    if (call.hasEnded() && open.remove(call)) {
      figures.ended(call);
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
