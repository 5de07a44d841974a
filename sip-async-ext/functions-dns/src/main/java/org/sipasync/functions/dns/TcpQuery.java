package org.sipasync.functions.dns;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.sipasync.loop.EventLoop;

/**
 * A query over TCP, for an answer that is too long for a datagram. Confined to the loop thread; the
 * caller limits its time.
 */
final class TcpQuery implements AutoCloseable {
  private static final int LENGTH = 2;

  private final EventLoop loop;
  private final InetSocketAddress server;
  private final ByteBuffer query;
  private ByteBuffer incoming = ByteBuffer.allocate(LENGTH);
  private boolean lengthIsKnown;
  private SocketChannel channel;
  private SelectionKey key;
  private Consumer<ByteBuffer> onAnswer;
  private Consumer<Exception> onFailure;

  TcpQuery(EventLoop loop, InetSocketAddress server, byte[] query) {
    this.loop = loop;
    this.server = server;
    this.query = ByteBuffer.allocate(LENGTH + query.length);
    this.query.putShort((short) query.length).put(query).flip();
  }

  /** Starts the query; calls exactly one of the two callbacks, unless closed before. */
  void start(Consumer<ByteBuffer> answer, Consumer<Exception> failure) {
    onAnswer = answer;
    onFailure = failure;
    try {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      key = loop.register(channel, SelectionKey.OP_CONNECT, ready -> ready());
      if (channel.connect(server)) {
        key.interestOps(SelectionKey.OP_WRITE);
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void ready() {
    try {
      if (key.isConnectable() && channel.finishConnect()) {
        key.interestOps(SelectionKey.OP_WRITE);
      } else if (key.isWritable()) {
        channel.write(query);
        if (!query.hasRemaining()) {
          key.interestOps(SelectionKey.OP_READ);
        }
      } else if (key.isReadable()) {
        read();
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void read() throws IOException {
    int count = channel.read(incoming);
    if (count < 0) {
      throw new EOFException("the server closed the connection during the answer");
    }
    if (incoming.hasRemaining()) {
      return;
    }
    incoming.flip();
    if (!lengthIsKnown) {
      lengthIsKnown = true;
      incoming = ByteBuffer.allocate(Short.toUnsignedInt(incoming.getShort()));
    } else {
      close();
      onAnswer.accept(incoming);
    }
  }

  private void fail(Exception why) {
    close();
    onFailure.accept(why);
  }

  @Override
  public void close() {
    Channels.close(channel);
  }
}
