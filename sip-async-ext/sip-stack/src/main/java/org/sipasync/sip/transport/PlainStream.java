package org.sipasync.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Bytes of a TCP connection as they are. */
final class PlainStream implements SocketStream {
  private final SocketChannel channel;
  private final ByteBuffer buffer;

  PlainStream(SocketChannel channel, ByteBuffer buffer) {
    this.channel = channel;
    this.buffer = buffer;
  }

  @Override
  public ByteBuffer readBuffer() {
    return buffer;
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    return channel.read(to);
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    return channel.write(from);
  }

  /** Plain TCP proves nothing, and nothing is asked of it. */
  @Override
  public boolean proves(InetSocketAddress peer) {
    return true;
  }

  @Override
  public void endOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
