package org.sipasync.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TimerQueue;
import org.sipasync.sip.transport.TransportCounters.Counter;

/**
 * WebSockets of clients (RFC 7118). An HTTP server accepts and frames them on its own threads; this
 * class takes their messages to the loop and back. Only {@link #hasPlace} and {@link #open} may be
 * called by other threads than the loop's.
 *
 * <pre>
 *   HTTP thread ── {@link WebSocketInput} ──▶ loop: WebSocketConnection ──▶ Receiver ──▶ user
 *        ▲                                            │ send, one at a time
 *        └──────────── {@link WebSocketChannel} ◀─────────────┘
 * </pre>
 */
public final class WebSockets {
  private static final Duration CHECK_PERIOD = Duration.ofMillis(500);

  private final TransportContext context;
  private final Receiver receiver;
  private final WebSocketLimits limits;

  // of all threads
  private final AtomicLong lastSerial = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final Map<InetAddress, Integer> perNetwork = new ConcurrentHashMap<>();
  private final AtomicLong waitingForLoop = new AtomicLong();

  // of the loop
  private final Map<Long, WebSocketConnection> all = new LinkedHashMap<>();
  private final ClientHosts hosts = new ClientHosts();
  private long heldBytes;
  private TimerQueue.Timer checks;
  private boolean isClosed;

  WebSockets(TransportContext context, Receiver receiver, WebSocketLimits limits) {
    this.context = context;
    this.receiver = receiver;
    this.limits = limits;
  }

  TransportContext context() {
    return context;
  }

  EventLoop loop() {
    return context.loop();
  }

  Receiver receiver() {
    return receiver;
  }

  WebSocketLimits limits() {
    return limits;
  }

  ClientHosts hosts() {
    return hosts;
  }

  /** True if one more WebSocket of an address may be opened. Thread-safe. */
  public boolean hasPlace(InetAddress remote) {
    return open.get() < limits.maxConnections()
        && perNetwork.getOrDefault(Addresses.network(remote), 0) < limits.maxPerAddress();
  }

  /**
   * Takes in an open WebSocket. Thread-safe.
   *
   * @param local address of the HTTP listener
   * @return what takes its messages; null if there are too many, and it is to be closed
   */
  public WebSocketInput open(
      boolean isSecure,
      InetSocketAddress local,
      InetSocketAddress remote,
      WebSocketChannel channel) {
    if (!takePlace(remote.getAddress())) {
      context.counters().add(Counter.CONNECTIONS_REFUSED);
      context.log("Too many WebSockets", remote, open.get() + " open in all");
      return null;
    }
    Transport transport = isSecure ? Transport.WSS : Transport.WS;
    WebSocketConnection connection =
        new WebSocketConnection(
            this, transport, lastSerial.incrementAndGet(), local, remote, channel);
    loop().execute(() -> add(connection));
    return connection.input();
  }

  private boolean takePlace(InetAddress remote) {
    if (open.incrementAndGet() <= limits.maxConnections()) {
      int ofNetwork = perNetwork.merge(Addresses.network(remote), 1, Integer::sum);
      if (ofNetwork <= limits.maxPerAddress()) {
        return true;
      }
      releaseNetwork(remote);
    }
    open.decrementAndGet();
    return false;
  }

  private void releaseNetwork(InetAddress remote) {
    perNetwork.computeIfPresent(Addresses.network(remote), (n, k) -> k == 1 ? null : k - 1);
  }

  private void add(WebSocketConnection connection) {
    all.put(connection.serial(), connection);
    context.counters().add(Counter.ACCEPTED);
    if (isClosed) {
      connection.close(WebSocketChannel.GOING_AWAY, "server stops");
    } else if (checks == null) {
      checks = loop().timerAfter(loop().now(), CHECK_PERIOD, this::check);
    }
  }

  private void check() {
    long now = loop().now();
    List.copyOf(all.values()).forEach(connection -> connection.check(now));
    checks = all.isEmpty() ? null : loop().timerAfter(now, CHECK_PERIOD, this::check);
  }

  void remove(WebSocketConnection connection) {
    hosts.remove(connection);
    if (all.remove(connection.serial(), connection)) {
      releaseNetwork(connection.remote().getAddress());
      open.decrementAndGet();
    }
  }

  /** Counts bytes that are about to wait for the loop; false if they are too many in all. */
  boolean mayWait(int bytes) {
    return waitingForLoop.addAndGet(bytes) <= limits.maxWaitingBytesInAll();
  }

  /** Counts bytes that no longer wait for the loop. */
  void waited(int bytes) {
    waitingForLoop.addAndGet(-bytes);
  }

  /**
   * Records that more or fewer bytes wait for a client. When they are too many in all, the clients
   * for which most wait are disconnected.
   */
  void held(int change) {
    heldBytes += change;
    while (change > 0 && !all.isEmpty() && heldBytes > limits.maxWaitingBytesInAll()) {
      Collections.max(all.values(), Comparator.comparingInt(WebSocketConnection::held))
          .overflow("clients make us hold too much, this one most");
    }
  }

  /**
   * Returns the flow to the client that has named a host in its Contact; null if it is gone.
   *
   * @param host unresolved, as {@link ClientUris#host} returns it
   * @param isSecure true if only a connection over TLS will do
   */
  Flow flowTo(InetSocketAddress host, boolean isSecure) {
    return hosts.find(host, isSecure);
  }

  /** Returns the connection of an identity; null if it has ended. */
  Flow flow(FlowId id) {
    WebSocketConnection connection = all.get(id.serial());
    return connection != null && connection.transport() == id.transport() ? connection : null;
  }

  /** Returns the number of open WebSockets. Thread-safe. */
  public int size() {
    return open.get();
  }

  /** Closes all WebSockets, and those that are opened later. */
  void close() {
    isClosed = true;
    List.copyOf(all.values())
        .forEach(connection -> connection.close(WebSocketChannel.GOING_AWAY, "server stops"));
    if (checks != null) {
      loop().cancel(checks);
      checks = null;
    }
  }
}
