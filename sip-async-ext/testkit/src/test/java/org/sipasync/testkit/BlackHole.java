package org.sipasync.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A port on loopback that answers no SYN: its backlog is full. */
public final class BlackHole implements AutoCloseable {
  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final List<SocketChannel> fillers = new ArrayList<>();

  public BlackHole() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    for (int i = 0; i < 10; i++) {
      SocketChannel filler = SocketChannel.open();
      filler.configureBlocking(false);
      filler.connect(server.getLocalAddress());
      fillers.add(filler);
    }
  }

  public int port() {
    return server.socket().getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel filler : fillers) {
      filler.close();
    }
    server.close();
  }
}
