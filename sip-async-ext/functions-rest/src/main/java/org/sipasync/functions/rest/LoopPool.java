package org.sipasync.functions.rest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sipasync.loop.EventLoop;

/**
 * The connections of one event loop. There are at most as many in use as there are calls, so the
 * limits of calls are its limits, too.
 *
 * <p>Confined to the loop thread, except for {@link #close} and {@link #inUse}.
 */
final class LoopPool implements HttpConnection.Owner, AutoCloseable {
  /** Time between two looks for connections that have been idle for long. */
  static final Duration SWEEP = Duration.ofSeconds(10);

  private static final int BUFFER = 16_384;

  private final EventLoop loop;
  private final int maxBody;
  private final int maxIdle;
  private final Map<String, Deque<HttpConnection>> idle = new HashMap<>();
  private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();

  /** Connections that are idle, for other threads to count. */
  private final Set<HttpConnection> unused = ConcurrentHashMap.newKeySet();

  private ByteBuffer shared;
  private boolean sweeps;
  private volatile boolean closed;

  /**
   * Creates a pool without connections.
   *
   * @param maxBody maximum bytes of a response's body
   * @param maxIdle maximum number of idle connections
   */
  LoopPool(EventLoop loop, int maxBody, int maxIdle) {
    this.loop = loop;
    this.maxBody = maxBody;
    this.maxIdle = maxIdle;
  }

  EventLoop loop() {
    return loop;
  }

  /** Takes an idle connection to a destination, the one used last; null if there is none. */
  HttpConnection take(String destination) {
    Deque<HttpConnection> kept = idle.get(destination);
    while (kept != null && !kept.isEmpty()) {
      HttpConnection last = kept.pollLast();
      unused.remove(last);
      if (last.isUsable()) {
        return last;
      }
      last.close();
    }
    return null;
  }

  /**
   * Starts to connect.
   *
   * @throws IOException if that is impossible, such as without a file descriptor
   */
  HttpConnection connect(String destination, InetSocketAddress address, HttpConnection.User user)
      throws IOException {
    if (shared == null) {
      shared = ByteBuffer.allocateDirect(BUFFER);
    }
    HttpConnection made = new HttpConnection(loop, this, destination, shared, maxBody);
    open.add(made);
    try {
      if (closed) {
        throw new IOException("the HTTP client is closed");
      }
      made.connect(address, user);
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    }
    return made;
  }

  @Override
  public void idle(HttpConnection connection) {
    if (closed || unused.size() >= maxIdle) {
      connection.close();
      return;
    }
    idle.computeIfAbsent(connection.destination(), key -> new ArrayDeque<>()).addLast(connection);
    unused.add(connection);
    if (!sweeps) {
      sweeps = true;
      loop.timerAfter(loop.now(), SWEEP, this::sweep);
    }
  }

  @Override
  public void closed(HttpConnection connection) {
    open.remove(connection);
    Deque<HttpConnection> kept = connection.isIdle() ? idle.get(connection.destination()) : null;
    if (kept != null && kept.remove(connection)) {
      unused.remove(connection);
    }
  }

  /** Closes what has been idle for long, a few seconds late. */
  private void sweep() {
    for (Deque<HttpConnection> kept : List.copyOf(idle.values())) {
      List.copyOf(kept).stream().filter(HttpConnection::isExpired).forEach(HttpConnection::close);
    }
    idle.values().removeIf(Deque::isEmpty);
    sweeps = !idle.isEmpty() && !closed;
    if (sweeps) {
      loop.timerAfter(loop.now(), SWEEP, this::sweep);
    }
  }

  /** Closes the idle connections to a destination. */
  void dropIdle(String destination) {
    Deque<HttpConnection> kept = idle.get(destination);
    if (kept != null) {
      List.copyOf(kept).forEach(HttpConnection::close);
    }
  }

  /** Returns the number of connections with a call. Thread-safe. */
  int inUse() {
    return open.size() - unused.size();
  }

  /** Closes all sockets. Thread-safe, because the loop may have ended before. */
  @Override
  public void close() {
    closed = true;
    open.forEach(HttpConnection::closeChannel);
  }
}
