package org.sipasync.testkit.phone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Places many calls over one UDP socket, on the thread that calls {@link #place}. Unlike a {@link
 * SipPhone}, it retransmits, acknowledges, authenticates and hangs up by itself (RFC 3261, 17.1),
 * and keeps no journal: a {@link CallListener} follows the calls.
 *
 * <p>The socket is connected to the server: it receives nothing from others and sends nothing to
 * hosts named in messages. Confined to one thread.
 */
public final class Caller implements AutoCloseable {
  /** Time after which a call ends in any case. */
  public static final Duration MAX_CALL = Duration.ofSeconds(40);

  /** Interval between checks of the clock. */
  public static final Duration TICK = Duration.ofMillis(1);

  /** Maximum calls of one caller, which keeps each until it is closed. */
  public static final int MAX_CALLS = 100_000;

  private static final int BUFFER = 4 << 20;

  private final DatagramChannel channel;
  private final Selector selector;
  private final String local;
  private final CallListener listener;
  private final ByteBuffer in = ByteBuffer.allocateDirect(65_536);
  private final Map<String, PlacedCall> calls = new HashMap<>();
  private final Set<PlacedCall> open = new LinkedHashSet<>();
  private final Set<PlacedCall> unsettled = new LinkedHashSet<>();
  private long nextTick = System.nanoTime();

  /**
   * @param server destination of all messages
   * @param listener follows the calls
   */
  public Caller(InetSocketAddress server, CallListener listener) throws IOException {
    this.listener = listener;
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

  /** Returns an address as in URIs, IPv6 in brackets. */
  public static String hostAndPort(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /**
   * Places calls at a steady rate and returns when all have ended, {@link #MAX_CALL} after the last
   * one began at the latest; or when the thread is interrupted, which stays interrupted.
   *
   * @throws IllegalArgumentException if the total exceeds {@link #MAX_CALLS}
   */
  public void place(CallPlan plan, int count, int perSecond) throws IOException {
    if (count > MAX_CALLS - calls.size() || perSecond < 1) {
      throw new IllegalArgumentException(count + " calls at " + perSecond + " a second");
    }
    long begin = System.nanoTime();
    int placed = 0;
    while ((placed < count || !open.isEmpty()) && !Thread.currentThread().isInterrupted()) {
      while (placed < count && System.nanoTime() - due(begin, placed, perSecond) >= 0) {
        begin(plan);
        placed++;
      }
      selector.select(TICK.toMillis());
      selector.selectedKeys().clear();
      receive();
      passed();
    }
  }

  private static long due(long begin, int placed, int perSecond) {
    return begin + placed * 1_000_000_000L / perSecond;
  }

  private void begin(CallPlan plan) {
    PlacedCall call = new PlacedCall(UUID.randomUUID().toString(), plan, local, this::send);
    calls.put(call.callId(), call);
    open.add(call);
    unsettled.add(call);
    listener.placed(call);
    call.begin(System.nanoTime());
  }

  private void send(PlacedCall call, SipMessage message) {
    listener.message(call, true, message, System.nanoTime());
    try {
      channel.write(ByteBuffer.wrap(message.bytes()));
    } catch (IOException lost) {
      // port unreachable, perhaps not yet open: retransmitted like any lost datagram
    }
  }

  private void receive() throws IOException {
    while (read()) {
      byte[] bytes = new byte[in.flip().remaining()];
      in.get(bytes);
      long now = System.nanoTime();
      SipMessage.ifValid(new String(bytes, StandardCharsets.UTF_8))
          .ifPresent(message -> received(message, now));
    }
  }

  private boolean read() throws IOException {
    try {
      return channel.read(in.clear()) > 0;
    } catch (PortUnreachableException nobodyListens) {
      return false;
    }
  }

  private void received(SipMessage message, long now) {
    PlacedCall call = calls.get(message.header("Call-ID"));
    if (call != null) {
      listener.message(call, false, message, now);
      call.received(message, now);
      settled(call);
      if (call.hasEnded() && open.remove(call)) {
        listener.ended(call);
      }
    }
  }

  private void passed() {
    long now = System.nanoTime();
    if (now - nextTick < 0) {
      return;
    }
    nextTick = now + TICK.toNanos();
    for (Iterator<PlacedCall> i = open.iterator(); i.hasNext(); ) {
      PlacedCall call = i.next();
      call.passed(now);
      settled(call);
      if (call.hasEnded()) {
        i.remove();
        listener.ended(call);
      }
    }
    listener.passed(now);
  }

  private void settled(PlacedCall call) {
    if ((call.isSettled() || call.hasEnded()) && unsettled.remove(call)) {
      listener.settled(call);
    }
  }

  @Override
  public void close() throws IOException {
    selector.close();
    channel.close();
  }
}
