package org.sipasync.sip.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sipasync.sip.message.FramingException;
import org.sipasync.sip.message.StreamFraming;
import org.sipasync.sip.transport.TransportCounters.Counter;
import org.sipasync.sip.transport.tls.TlsRefusal;

/** Reads a connection's bytes and splits them into messages and keep-alives. */
final class ConnectionReader implements StreamFraming.Listener {
  /** Limit of bytes read and discarded while a peer is given time to read its last answer. */
  private static final long MAX_DISCARDED = 1 << 20;

  private static final byte[] PONG = {'\r', '\n'};

  private final TcpConnection connection;
  private final Connections connections;
  private final ConnectionAge age;
  private final TransportCounters counters;
  private final StreamFraming framing = new StreamFraming(this);
  private boolean isFirst = true;
  private boolean isPinged;
  private long discarded;

  ConnectionReader(TcpConnection connection, Connections connections, ConnectionAge age) {
    this.connection = connection;
    this.connections = connections;
    this.age = age;
    this.counters = connections.context().counters();
  }

  /**
   * Reads once; the rest waits for the next round, so that other channels get their turn.
   *
   * @return false at the end of the stream, or if the peer sends too much after its last answer
   */
  boolean read(SocketStream channel) throws IOException {
    ByteBuffer in = channel.readBuffer().clear();
    int n = channel.read(in);
    if (n < 0) {
      return false;
    }
    counters.add(Counter.BYTES_READ, n);
    in.flip();
    if (connection.isOpen()) {
      if (isFirst && connection.transport() == Transport.TCP && TlsRecords.isHandshake(in)) {
        throw new TlsRefusal("the peer speaks TLS on a plain TCP port");
      }
      isFirst &= n == 0;
      frame(in);
      return true;
    }
    discarded += n;
    return discarded < MAX_DISCARDED;
  }

  private void frame(ByteBuffer in) {
    try {
      framing.feed(in);
    } catch (FramingException e) {
      connection.unframeable(e);
    }
    age.isInMessage(framing.inMessage());
    if (isPinged && connection.isOpen()) {
      isPinged = false;
      connection.send(PONG, null);
    }
    connection.noteHeld();
  }

  @Override
  public void message(byte[] data) {
    if (connection.isOpen()) {
      age.messageEnds();
      connections.receiver().receive(data, data.length, connection);
    }
  }

  /** Answers all pings of one read with one pong, so that answering costs no more than asking. */
  @Override
  public void ping() {
    isPinged = true;
    age.active();
    counters.add(Counter.KEEP_ALIVES);
  }

  @Override
  public void pong() {
    connection.onPong();
    age.active();
    counters.add(Counter.KEEP_ALIVES);
  }

  /** Takes in that a ping is sent. */
  void expectPong() {
    framing.expectPong();
  }

  /** Returns the bytes of an incomplete message. */
  int held() {
    return framing.buffered();
  }
}
