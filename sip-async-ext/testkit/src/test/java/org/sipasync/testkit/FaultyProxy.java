package org.sipasync.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server that speaks TCP, and damages the connections that the client
 * keeps.
 */
public final class FaultyProxy implements AutoCloseable {
  private final int serverPort;
  private final ServerSocket listener;
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile boolean full;

  /**
   * Listens on a port of loopback.
   *
   * @param serverPort of the server, on loopback, too
   */
  public FaultyProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    thread(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /**
   * Resets all connections, or, as a full server does, each new one as well until {@link #room}.
   */
  public void full() {
    full = true;
    reset();
  }

  /** Accepts connections again. */
  public void room() {
    full = false;
  }

  /** Resets all connections. */
  public void reset() {
    onEach(FaultyProxy::reset);
  }

  /** Sends bytes on all connections that nobody has asked for. */
  public void babble(byte[] bytes) {
    onEach(
        client -> {
          client.getOutputStream().write(bytes);
          client.getOutputStream().flush();
        });
  }

  /** Says that no more will come on any connection, but goes on reading. */
  public void halfClose() {
    onEach(Socket::shutdownOutput);
  }

  /** Number of connections accepted so far. */
  public int accepted() {
    return accepted.get();
  }

  private interface Fault {
    void hit(Socket client) throws IOException;
  }

  private void onEach(Fault fault) {
    for (Socket client : clients) {
      try {
        if (!client.isClosed()) {
          fault.hit(client);
        }
      } catch (IOException gone) {
        clients.remove(client);
      }
    }
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "faulty-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        accepted.incrementAndGet();
        if (full) {
          reset(client);
        } else {
          connect(client);
        }
      }
    } catch (IOException closed) {
      // this is how it ends
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
      clients.add(client);
      thread(() -> copy(client, server));
      thread(() -> copy(server, client));
    } catch (IOException serverGone) {
      reset(client);
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException broken) {
      // both are closed
    } finally {
      clients.remove(from);
      clients.remove(to);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reset();
  }
}
