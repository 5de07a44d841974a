package org.sipasync.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.sipasync.sip.message.FramingException;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.StreamFraming;
import org.sipasync.sip.message.Via;
import org.sipasync.sip.transport.TransportCounters.Counter;

/**
 * One TCP connection. Neither connecting nor writing blocks; what waits is bounded in bytes and
 * time.
 *
 * <pre>
 *  opened by us            accepted
 *      |                       |
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
  private enum State {
    CONNECTING,
    OPEN,
    INPUT_ENDED,
    LAST_ANSWER,
    CLOSED
  }

  private final TransportContext context;
  private final Connections connections;
  private final SocketChannel channel;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final boolean isAccepted;
  private final StreamFraming framing = new StreamFraming(new Listener());
  private final WriteQueue out;
  private SelectionKey key;
  private State state;
  private InetSocketAddress alias;
  private int unanswered;
  private boolean hasMessage;
  private boolean isInMessage;
  private boolean isPinged;

  /** When the state, the message that is being read, the last write and any activity began. */
  private long stateSince;

  private long messageSince;
  private long writtenAt;
  private long activeAt;

  TcpConnection(
      Connections connections,
      SocketChannel channel,
      InetSocketAddress local,
      InetSocketAddress remote,
      boolean isAccepted) {
    this.connections = connections;
    this.context = connections.context();
    this.channel = channel;
    this.local = local;
    this.remote = remote;
    this.isAccepted = isAccepted;
    this.out = new WriteQueue(context);
    enter(isAccepted ? State.OPEN : State.CONNECTING);
    activeAt = stateSince;
  }

  private void enter(State next) {
    state = next;
    stateSince = context.loop().now();
  }

  void register() throws IOException {
    if (channel.isConnected()) {
      state = State.OPEN;
    }
    int interest = state == State.OPEN ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
    key = context.loop().register(channel, interest, this::onReady);
  }

  private void onReady(int ops) {
    try {
      if (state == State.CONNECTING) {
        connected();
      }
      if ((ops & SelectionKey.OP_READ) != 0) {
        read();
      }
      if ((ops & SelectionKey.OP_WRITE) != 0 && state != State.CLOSED) {
        write();
      }
    } catch (IOException e) {
      fail("Connection lost", e);
    } catch (RuntimeException e) {
      context.counters().add(Counter.HANDLER_FAILURES);
      fail("Handling a connection failed", TransportContext.place(e));
    }
  }

  private void connected() throws IOException {
    if (channel.finishConnect()) {
      enter(State.OPEN);
      activeAt = stateSince;
      key.interestOps(SelectionKey.OP_READ);
      write();
    }
  }

  /** Reads once: what is left waits for the next round, so that other channels get their turn. */
  private void read() throws IOException {
    ByteBuffer in = connections.readBuffer().clear();
    int n = channel.read(in);
    if (n < 0) {
      inputEnded();
      return;
    }
    context.counters().add(Counter.BYTES_READ, n);
    if (state == State.OPEN) {
      frame(in.flip());
    }
  }

  private void frame(ByteBuffer in) {
    try {
      framing.feed(in);
    } catch (FramingException e) {
      unframeable(e);
    }
    if (framing.inMessage() && !isInMessage) {
      messageSince = context.loop().now();
    }
    isInMessage = framing.inMessage();
    if (isPinged && state == State.OPEN) {
      isPinged = false;
      send(new byte[] {'\r', '\n'}, null);
    }
  }

  private final class Listener implements StreamFraming.Listener {
    @Override
    public void message(byte[] data) {
      if (state != State.OPEN) {
        return;
      }
      hasMessage = true;
      isInMessage = false;
      activeAt = context.loop().now();
      connections.receiver().receive(data, TcpConnection.this);
    }

    /** Many pings in one read get one pong: answering costs no more than asking. */
    @Override
    public void ping() {
      isPinged = true;
      activeAt = context.loop().now();
      context.counters().add(Counter.KEEP_ALIVES);
    }

    @Override
    public void pong() {
      activeAt = context.loop().now();
      context.counters().add(Counter.KEEP_ALIVES);
    }
  }

  /**
   * Sends a last answer and reads, without looking, until the peer has it: no reset overtakes it.
   */
  private void unframeable(FramingException cause) {
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
    if (out.bytes() > 0) {
      return;
    }
    if (state == State.LAST_ANSWER) {
      try {
        channel.shutdownOutput();
      } catch (IOException e) {
        fail("Connection lost", e);
      }
    } else if (state == State.INPUT_ENDED && unanswered <= 0) {
      close();
    }
  }

  /** The peer sends no more, and may read yet: its requests are answered. */
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
    boolean isIdle = out.bytes() == 0;
    out.add(message, onFailed);
    connections.waiting(message.length);
    if (isIdle) {
      writtenAt = context.loop().now();
      writeNow();
    }
    if (state != State.CLOSED && connections.isOverflow(out.bytes())) {
      context.counters().add(Counter.OVERFLOWED);
      fail("Connection dropped, peer does not read", out.bytes() + " bytes wait");
    }
  }

  private void writeNow() {
    if (state == State.CONNECTING) {
      return;
    }
    try {
      write();
    } catch (IOException e) {
      fail("Connection lost", e);
    }
  }

  private void write() throws IOException {
    int before = out.bytes();
    try {
      if (out.writeTo(channel) > 0) {
        writtenAt = context.loop().now();
        activeAt = writtenAt;
      }
    } finally {
      connections.waiting(out.bytes() - before);
    }
    if (out.bytes() > 0) {
      key.interestOpsOr(SelectionKey.OP_WRITE);
    } else {
      key.interestOpsAnd(~SelectionKey.OP_WRITE);
      endOutputIfDone();
    }
  }

  /** Notes that one request has its final response. */
  void answered() {
    unanswered--;
    if (state == State.INPUT_ENDED) {
      endOutputIfDone();
    }
  }

  @Override
  public Flow answering(SipRequest request, Via top) {
    InetSocketAddress sentBy = ReceivedVia.sentByPort(remote.getAddress(), top);
    if (context.limits().isAliasAllowed()
        && alias == null
        && state == State.OPEN
        && top.parameters().has("alias")) {
      alias = sentBy;
      connections.alias(sentBy, this);
    }
    if (!request.method().equals(Method.ACK)) {
      unanswered++;
    }
    return new ReplyFlow(this, sentBy);
  }

  Flow replacement(InetSocketAddress sentBy) {
    return connections.flowTo(sentBy, local);
  }

  boolean isWritable() {
    return state != State.CLOSED && state != State.LAST_ANSWER;
  }

  /**
   * Address by which requests of our own may use this connection, beside the remote one; or null.
   */
  InetSocketAddress alias() {
    return alias;
  }

  boolean isAccepted() {
    return isAccepted;
  }

  /** Drops the connection if one of its times is over. */
  void check(long now) {
    String overdue = overdue(now);
    if (overdue != null) {
      context.counters().add(Counter.TIMED_OUT);
      fail("Connection dropped", overdue);
    }
  }

  private String overdue(long now) {
    ConnectionTimes times = context.limits().connections().times();
    if (state == State.CONNECTING) {
      return isOver(now, stateSince, times.connect()) ? "peer does not accept it" : null;
    }
    if (state == State.LAST_ANSWER) {
      return isOver(now, stateSince, times.lastAnswer()) ? "peer sends no SIP" : null;
    }
    if (out.bytes() > 0) {
      return isOver(now, writtenAt, times.write()) ? "peer does not read" : null;
    }
    if (state == State.INPUT_ENDED) {
      return isOver(now, stateSince, times.halfClosed()) ? "half-closed by peer" : null;
    }
    if (isInMessage) {
      return isOver(now, messageSince, times.message()) ? "message does not end" : null;
    }
    if (isAccepted && !hasMessage) {
      return isOver(now, stateSince, times.firstMessage()) ? "no message" : null;
    }
    return isOver(now, activeAt, times.idle()) ? "idle" : null;
  }

  private static boolean isOver(long now, long since, Duration time) {
    return now - since >= time.toNanos();
  }

  private void fail(String cause, Object detail) {
    if (state == State.CLOSED) {
      return;
    }
    if (state == State.CONNECTING) {
      context.counters().add(Counter.OPENS_FAILED);
    }
    context.log(cause, remote, detail);
    close();
  }

  /** Closes the socket; failures of what waited are told first, then the end itself. */
  void close() {
    if (state == State.CLOSED) {
      return;
    }
    enter(State.CLOSED);
    connections.remove(this);
    connections.waiting(-out.bytes());
    out.fail();
    try {
      channel.close();
    } catch (IOException e) {
      context.log("Closing a connection failed", remote, e);
    }
    context.loop().execute(() -> context.user().onClosed(this));
  }

  @Override
  public Transport transport() {
    return Transport.TCP;
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
