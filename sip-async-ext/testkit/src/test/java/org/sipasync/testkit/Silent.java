package org.sipasync.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts every TCP connection and never says a word. */
public final class Silent implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> held = new CopyOnWriteArrayList<>();

  public Silent() throws IOException {
    server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(this::accept, "silent");
    accepting.setDaemon(true);
    accepting.start();
  }

  private void accept() {
    try {
      while (true) {
        held.add(server.accept());
      }
    } catch (IOException closed) {
      // this is how it ends
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Connections accepted so far. */
  public int accepted() {
    return held.size();
  }

  /** Cuts all connections with a reset. */
  public void reset() {
    for (Socket socket : held) {
      try {
        if (!socket.isClosed()) {
          socket.setSoLinger(true, 0);
          socket.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    reset();
  }
}
