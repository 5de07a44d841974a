package org.sipasync.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.util.List;
import org.sipasync.sip.message.FramingException;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.ViaSummary;
import org.sipasync.sip.transport.TransportCounters.Counter;
import org.sipasync.sip.transport.tls.HandshakeFailure;
import org.sipasync.sip.transport.tls.TlsRefusal;

/**
 * One TCP or TLS connection. Connects and writes without blocking; the bytes that wait, and their
 * time, are bounded. TLS has one state more, between connecting or accepting and OPEN.
 *
 * <pre>
 *  opened by us            accepted
 *      |                       |          (both by way of HANDSHAKING if it is TLS)
 *  CONNECTING --connected--> OPEN --end of stream--> INPUT_ENDED
 *      |                       |  \                      |
 *      |                       |   unframeable           | all requests answered
 *      |                       |    \                    |
 *      |                       |   LAST_ANSWER           |
 *      |                       |       | read by peer    |
 *      +--- error, time -------+-------+-----------------+----> CLOSED
 * </pre>
 */
final class TcpConnection implements Origin {
  /** State of a connection, as in the diagram. */
  enum State {
    CONNECTING,
    HANDSHAKING,
    OPEN,
    INPUT_ENDED,
    LAST_ANSWER,
    CLOSED
  }

  private final TransportContext context;
  private final Connections connections;
  private final TcpListenPoint point;
  private final SocketChannel channel;
  private final SocketStream stream;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final boolean isAccepted;
  private final ConnectionReader reader;
  private final WriteQueue out;
  private final ConnectionAge age;

  /** Null for an accepted connection: its peer pings. */
  private final Pings pings;

  private SelectionKey key;
  private State state;
  private InetSocketAddress alias;
  private int unanswered;
  private final long serial;
  private int notedHeld;

  TcpConnection(
      Connections connections,
      TcpListenPoint point,
      SocketChannel channel,
      InetSocketAddress local,
      InetSocketAddress remote,
      boolean isAccepted) {
    this.connections = connections;
    this.serial = connections.nextSerial();
    this.context = connections.context();
    this.point = point;
    this.channel = channel;
    this.stream = connections.stream(point, channel, isAccepted ? null : remote, this::onComputed);
    this.local = local;
    this.remote = remote;
    this.isAccepted = isAccepted;
    this.out = new WriteQueue(context);
    this.age =
        new ConnectionAge(context.loop(), context.limits().connections().times(), isAccepted);
    this.reader = new ConnectionReader(this, connections, age);
    this.pings =
        isAccepted
            ? null
            : new Pings(this, reader, context.limits().connections().times(), channel.socket());
    enter(isAccepted ? State.OPEN : State.CONNECTING);
  }

  private void enter(State next) {
    state = next;
    age.stateBegins();
  }

  void register() throws IOException {
    boolean isConnected = channel.isConnected();
    int interest = isConnected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
    key = context.loop().register(channel, interest, this::onReady);
    if (isConnected) {
      begin();
      if (state == State.HANDSHAKING) {
        context.loop().execute(this::onComputed); // a client speaks first
      }
    }
  }

  /** Begins to use the socket, which is connected. */
  private void begin() throws IOException {
    stream.begin();
    enter(stream.isEstablished() ? State.OPEN : State.HANDSHAKING);
  }

  private void onReady(int ops) {
    try {
      if (state == State.CONNECTING) {
        connected();
      }
      if (state == State.HANDSHAKING) {
        shakeHands();
        return;
      }
      if ((ops & SelectionKey.OP_READ) != 0) {
        read();
      }
      if ((ops & SelectionKey.OP_WRITE) != 0 && state != State.CLOSED) {
        write();
      }
    } catch (IOException e) {
      lost(e);
    } catch (RuntimeException e) {
      context.counters().add(Counter.HANDLER_FAILURES);
      fail("Handling a connection failed", TransportContext.place(e));
    }
  }

  private void connected() throws IOException {
    if (channel.finishConnect()) {
      begin();
      key.interestOps(SelectionKey.OP_READ);
      if (state == State.OPEN) {
        write();
      }
    }
  }

  private void shakeHands() throws IOException {
    stream.handshake();
    if (!stream.isEstablished()) {
      int read = stream.isPaused() ? 0 : SelectionKey.OP_READ;
      key.interestOps(read | (stream.unsent() > 0 ? SelectionKey.OP_WRITE : 0));
      noteHeld();
      return;
    }
    if (!isAccepted && !stream.proves(remote)) {
      throw new TlsRefusal("certificate is for another name: ", stream.provedNames());
    }
    context.counters().add(Counter.HANDSHAKES);
    enter(State.OPEN);
    key.interestOps(SelectionKey.OP_READ);
    write();
    if (state == State.OPEN) {
      read();
    }
  }

  /** Begins the handshake, or goes on with it after a computation. */
  private void onComputed() {
    if (state == State.HANDSHAKING) {
      onReady(0);
    }
  }

  private void read() throws IOException {
    if (!reader.read(stream) || stream.isInputEnded() && state != State.CLOSED) {
      inputEnded();
    }
  }

  private void lost(IOException cause) {
    if (state == State.HANDSHAKING) {
      HandshakeFailure failure = HandshakeFailure.of(cause);
      String whose = isAccepted ? "TLS handshake failed" : "TLS handshake with a server failed";
      fail(whose, failure.kind(), failure.text());
    } else if (cause instanceof TlsRefusal refusal) {
      fail("Connection lost", refusal.kind(), refusal.getMessage());
    } else {
      fail("Connection lost", cause);
    }
  }

  /**
   * Sends a last answer, then reads and discards until the peer has it: closing at once would send
   * a reset, which may overtake the answer.
   */
  void unframeable(FramingException cause) {
    if (state != State.OPEN) {
      return;
    }
    connections.refusals().refuse(cause, this);
    if (state == State.OPEN) {
      connections.forget(this);
      enter(State.LAST_ANSWER);
      endOutputIfDone();
    }
  }

  private void endOutputIfDone() {
    if (isWaiting()) {
      return;
    }
    if (state == State.LAST_ANSWER) {
      try {
        stream.endOutput();
      } catch (IOException e) {
        fail("Connection lost", e);
      }
    } else if (state == State.INPUT_ENDED && unanswered <= 0) {
      close();
    }
  }

  /**
   * Handles the end of the peer's stream. The peer may still read, so its requests are answered.
   */
  private void inputEnded() {
    if (state == State.LAST_ANSWER) {
      close();
      return;
    }
    connections.forget(this);
    enter(State.INPUT_ENDED);
    key.interestOpsAnd(~SelectionKey.OP_READ);
    endOutputIfDone();
  }

  @Override
  public void send(byte[] message, Runnable onFailed) {
    if (state == State.CLOSED) {
      context.failed(onFailed);
      return;
    }
    context.tap().sent(message, this);
    boolean isIdle = out.bytes() == 0;
    out.add(message, onFailed);
    if (isIdle) {
      age.writeBegins();
      writeNow();
    }
    if (out.bytes() > context.limits().connections().maxWaitingBytes()) {
      overflow();
    } else {
      noteHeld();
    }
  }

  /** Drops the connection for the bytes it holds. */
  void overflow() {
    context.counters().add(Counter.OVERFLOWED);
    fail("Connection dropped, it makes us hold too much", held() + " bytes");
  }

  /** Returns the bytes that wait for the peer to read, or for the end of its message. */
  int held() {
    return out.bytes() + reader.held() + stream.held();
  }

  private boolean isWaiting() {
    return out.bytes() > 0 || stream.unsent() > 0;
  }

  /** Reports the bytes held to the bounds. */
  void noteHeld() {
    int held = state == State.CLOSED ? 0 : held();
    int change = held - notedHeld;
    notedHeld = held;
    connections.held(change);
  }

  private void writeNow() {
    if (state == State.CONNECTING || state == State.HANDSHAKING) {
      return;
    }
    try {
      write();
    } catch (IOException e) {
      lost(e);
    }
  }

  private void write() throws IOException {
    int before = stream.unsent();
    stream.flush();
    if (out.writeTo(stream) > 0 || stream.unsent() < before) {
      age.written();
    }
    if (isWaiting()) {
      key.interestOpsOr(SelectionKey.OP_WRITE);
    } else {
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
      endOutputIfDone();
    }
    noteHeld();
  }

  /** Records that one request has its final response. */
  void answered() {
    unanswered--;
    if (state == State.INPUT_ENDED) {
      endOutputIfDone();
    }
  }

  @Override
  public Flow answering(SipRequest request, ViaSummary top) {
    InetSocketAddress sentBy = ReceivedVia.sentByPort(remote.getAddress(), top);
    if (context.limits().isAliasAllowed()
        && alias == null
        && state == State.OPEN
        && top.hasAlias()) {
      alias = sentBy;
      connections.alias(sentBy, this);
    }
    if (!request.method().equals(Method.ACK)) {
      unanswered++;
    }
    return new ReplyFlow(this, sentBy);
  }

  Flow replacement(InetSocketAddress sentBy) {
    return connections.flowTo(point, sentBy, null);
  }

  @Override
  public Flow reopened() {
    return isWritable() ? this : replacement(remote);
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isWritable() {
    return state != State.CLOSED && state != State.LAST_ANSWER;
  }

  /**
   * Returns an address besides the remote one for which requests of our own may use this
   * connection; null if there is none.
   */
  InetSocketAddress alias() {
    return alias;
  }

  /** True if requests of our own to an address may use this connection. */
  boolean isTo(InetSocketAddress peer) {
    return transport() != Transport.TLS
        || peer.getHostString().equalsIgnoreCase(remote.getHostString())
        || stream.proves(peer);
  }

  boolean isAccepted() {
    return isAccepted;
  }

  /** Drops the connection if a time limit has passed. */
  void check(long now) {
    String overdue = age.overdue(now, state, isWaiting());
    if (overdue == null && pings != null && pings.isOverdue(now)) {
      overdue = "keep-alive not answered";
    }
    if (overdue != null) {
      context.counters().add(Counter.TIMED_OUT);
      fail("Connection dropped", overdue, overdue);
    } else if (pings != null && state == State.OPEN && !isWaiting()) {
      pings.sendIfDue(now, age.activeAt());
    }
  }

  /** Takes in the answer to a ping. */
  void onPong() {
    if (pings != null) {
      pings.onPong();
    }
  }

  private void fail(String cause, Object detail) {
    fail(cause, "", detail);
  }

  /** Closes the connection and logs why, one line per cause and kind. */
  private void fail(String cause, String kind, Object detail) {
    if (state == State.CLOSED) {
      return;
    }
    if (state == State.HANDSHAKING) {
      context.counters().add(Counter.HANDSHAKES_FAILED);
    }
    if (state == State.CONNECTING || state == State.HANDSHAKING && !isAccepted) {
      context.counters().add(Counter.OPENS_FAILED);
    }
    context.log(cause, kind, remote, detail);
    close();
  }

  /** Closes the socket; reports the failures of waiting messages first, then the end. */
  void close() {
    if (state == State.CLOSED) {
      return;
    }
    enter(State.CLOSED);
    connections.remove(this);
    out.fail();
    noteHeld();
    try {
      stream.close();
    } catch (IOException e) {
      context.log("Closing a connection failed", remote, e);
    }
    context.loop().execute(() -> context.user().onClosed(this));
  }

  @Override
  public Transport transport() {
    return point.transport();
  }

  @Override
  public List<X509Certificate> certificates() {
    return stream.certificates();
  }

  @Override
  public long serial() {
    return serial;
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }
}
