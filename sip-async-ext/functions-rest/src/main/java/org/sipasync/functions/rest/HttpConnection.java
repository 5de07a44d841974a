package org.sipasync.functions.rest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.sipasync.loop.EventLoop;

/**
 * A connection to an HTTP server on an event loop, for one call after the other.
 *
 * <pre>
 *                         ┌── complete, reusable ──┐
 *                         ▼                        │
 *   CONNECTING ──▶ IDLE (its call sends) ──▶ BUSY ─┤
 *        │           │ anything arrives            │ complete, failed, aborted
 *        └───────────┴─────────────────────────────┴──────▶ CLOSED
 * </pre>
 *
 * <p>Confined to the loop thread. Nothing blocks.
 */
final class HttpConnection {
  /** Longest time without a call. */
  static final Duration MAX_IDLE = Duration.ofSeconds(30);

  /** Age beyond which a connection is not used again, so that a changed address is noticed. */
  static final Duration MAX_AGE = Duration.ofMinutes(5);

  /** A call that uses the connection. Called on the loop thread. */
  interface User {
    /** Takes in that the connection stands; called once, for a new one. */
    void connected(HttpConnection connection);

    /** Takes in the response. The connection belongs to its pool again, or is closed. */
    void answered(HttpAnswer answer);

    /**
     * Takes in that the connection has failed and is closed.
     *
     * @param hasResponse true if the head of a response had arrived
     */
    void failed(IOException cause, boolean hasResponse);
  }

  /** Keeps connections. Called on the loop thread. */
  interface Owner {
    /** Takes a connection back, or closes it. */
    void idle(HttpConnection connection);

    /** Forgets a connection; called once. */
    void closed(HttpConnection connection);
  }

  private final EventLoop loop;
  private final Owner owner;
  private final String destination;
  private final ByteBuffer shared;
  private final long openedNanos;
  private final SocketChannel channel;
  private final ReceivedBytes received = new ReceivedBytes();
  private final ResponseDecoder decoder;
  private SelectionKey key;

  /** Null while idle. */
  private User user;

  private ByteBuffer output;
  private long callStartedNanos;
  private long idleSinceNanos;
  private Duration keepAlive = Duration.ZERO;
  private boolean isIdle;
  private boolean closed;

  /**
   * Opens a socket.
   *
   * @param shared buffer for reading, of all connections on the loop
   * @param maxBody maximum bytes of a response's body
   */
  HttpConnection(EventLoop loop, Owner owner, String destination, ByteBuffer shared, int maxBody)
      throws IOException {
    this.loop = loop;
    this.owner = owner;
    this.destination = destination;
    this.shared = shared;
    this.decoder = new ResponseDecoder(maxBody, received);
    this.openedNanos = loop.now();
    this.channel = SocketChannel.open();
  }

  /** Starts to connect. Failures are reported later, or thrown. */
  void connect(InetSocketAddress address, User caller) throws IOException {
    user = caller;
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    boolean connected = channel.connect(address);
    key =
        loop.register(
            channel, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this::onReady);
    if (connected) {
      loop.execute(this::connected);
    }
  }

  private void connected() {
    if (!closed && user != null) {
      user.connected(this);
    }
  }

  /**
   * Sends a request.
   *
   * @param callStarted when the call began, for its duration
   */
  void send(User caller, String method, ByteBuffer request, long callStarted) {
    user = caller;
    isIdle = false;
    output = request;
    callStartedNanos = callStarted;
    decoder.begin(method);
    try {
      write();
    } catch (IOException e) {
      fail(e);
    }
  }

  private void write() throws IOException {
    channel.write(output);
    if (output.hasRemaining()) {
      key.interestOpsOr(SelectionKey.OP_WRITE);
    } else if ((key.interestOps() & SelectionKey.OP_WRITE) != 0) {
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }
  }

  private void onReady(int readyOps) {
    try {
      doOnReady(readyOps);
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException e) { // such as a key cancelled by a foreign close
      fail(new IOException(e));
    }
  }

  private void doOnReady(int readyOps) throws IOException {
    if ((readyOps & SelectionKey.OP_CONNECT) != 0) {
      channel.finishConnect();
      key.interestOps(SelectionKey.OP_READ);
      connected();
      return;
    }
    if ((readyOps & SelectionKey.OP_WRITE) != 0) {
      write();
    }
    if ((readyOps & SelectionKey.OP_READ) != 0) {
      read();
    }
  }

  private void read() throws IOException {
    shared.clear();
    int count = channel.read(shared);
    if (count == 0) {
      return;
    }
    if (output == null) { // nobody has asked (RFC 9112, 9.2)
      fail(new IOException("the server sent bytes without a request, or closed the connection"));
      return;
    }
    received.put(shared.flip());
    if (decoder.decode(count < 0)) {
      complete(count < 0);
    }
  }

  private void complete(boolean ended) {
    User answered = user;
    HttpAnswer answer = decoder.answer((loop.now() - callStartedNanos) / 1_000_000);
    boolean isReusable = !ended && !output.hasRemaining() && decoder.isReusable();
    user = null;
    output = null;
    if (isReusable) {
      idleSinceNanos = loop.now();
      keepAlive = decoder.keepAlive(MAX_IDLE);
      isIdle = true;
      owner.idle(this);
    } else {
      close();
    }
    answered.answered(answer);
  }

  private void fail(IOException cause) {
    User failed = user;
    boolean hasResponse = output != null && decoder.hasHead();
    close();
    if (failed != null) {
      failed.failed(cause, hasResponse);
    }
  }

  /** Closes without a word to the call. Idempotent. */
  void close() {
    user = null;
    if (!closed) {
      closed = true;
      closeChannel();
      owner.closed(this);
    }
  }

  /** Closes the socket only. Thread-safe, for when the loop may have ended. */
  void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      // closed enough
    }
  }

  /** Looks whether an idle connection still stands and is silent. */
  boolean isUsable() {
    if (closed || isExpired()) {
      return false;
    }
    shared.clear();
    try {
      return channel.read(shared) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns true if an idle connection has been kept long enough. */
  boolean isExpired() {
    long now = loop.now();
    return now - idleSinceNanos > keepAlive.toNanos() || now - openedNanos > MAX_AGE.toNanos();
  }

  boolean isIdle() {
    return isIdle;
  }

  String destination() {
    return destination;
  }
}
