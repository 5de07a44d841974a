package org.sipasync.sip.transport;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Flow for the responses of one request: its connection or, once that has closed, a new one to the
 * request's source address and sent-by port (RFC 3261 18.2.2).
 */
final class ReplyFlow implements Flow {
  private static final int STATUS_CLASS = "SIP/2.0 ".length();

  private final TcpConnection connection;
  private final InetSocketAddress sentBy;
  private boolean isAnswered;

  ReplyFlow(TcpConnection connection, InetSocketAddress sentBy) {
    this.connection = connection;
    this.sentBy = sentBy;
  }

  @Override
  public void send(byte[] message, Runnable onFailed) {
    if (!connection.isWritable()) {
      connection.replacement(sentBy).send(message, onFailed);
      return;
    }
    connection.send(message, onFailed);
    if (!isAnswered && isFinal(message)) {
      isAnswered = true;
      connection.answered();
    }
  }

  private static boolean isFinal(byte[] message) {
    return message.length > STATUS_CLASS && message[3] == '/' && message[STATUS_CLASS] != '1';
  }

  @Override
  public Transport transport() {
    return connection.transport();
  }

  @Override
  public long serial() {
    return connection.serial();
  }

  @Override
  public List<X509Certificate> certificates() {
    return connection.certificates();
  }

  @Override
  public InetSocketAddress local() {
    return connection.local();
  }

  @Override
  public InetSocketAddress remote() {
    return connection.remote();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReplyFlow that
        && connection == that.connection
        && sentBy.equals(that.sentBy);
  }

  @Override
  public int hashCode() {
    return connection.hashCode();
  }
}
