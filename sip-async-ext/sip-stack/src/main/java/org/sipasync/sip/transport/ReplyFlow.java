package org.sipasync.sip.transport;

import java.net.InetSocketAddress;

/**
 * Flow for the responses of one request: its connection or, once that has closed, a new one to the
 * request's source address and sent-by port (RFC 3261 18.2.2).
 */
final class ReplyFlow implements ForwardingFlow {
  private static final int STATUS_CLASS = "SIP/2.0 ".length();

  private final TcpConnection connection;
  private final InetSocketAddress sentBy;
  private boolean isAnswered;

  ReplyFlow(TcpConnection connection, InetSocketAddress sentBy) {
    this.connection = connection;
    this.sentBy = sentBy;
  }

  @Override
  public Flow flow() {
    return connection;
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
