package org.sipasync.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Measures the backend's capacity over many connections, each sending again after its answer. A
 * separate program; prints the rate and percentiles.
 */
final class HttpLoad {
  private static final byte[] QUESTION =
      "GET /decision?delay=100&action=price HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
          .getBytes(StandardCharsets.ISO_8859_1);
  private static final double WARM_UP = 0.4;

  private final Selector selector = Selector.open();
  private final Latencies latencies = new Latencies();
  private final ByteBuffer answer = ByteBuffer.allocateDirect(4096);
  private boolean measuring;

  private HttpLoad() throws IOException {}

  /** Takes port, connections and seconds. */
  public static void main(String[] arguments) throws IOException {
    HttpLoad load = new HttpLoad();
    load.connect(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    double seconds = Double.parseDouble(arguments[2]);
    load.turnFor(seconds * WARM_UP);
    load.measuring = true;
    load.turnFor(seconds * (1 - WARM_UP));
    System.out.printf(
        java.util.Locale.ROOT,
        "%.0f %.1f %.1f%n",
        load.latencies.count() / (seconds * (1 - WARM_UP)),
        load.latencies.percentile(50),
        load.latencies.percentile(99));
  }

  private void connect(int port, int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.configureBlocking(false);
      channel.socket().setTcpNoDelay(true);
      ask(channel.register(selector, SelectionKey.OP_READ));
    }
  }

  private static void ask(SelectionKey key) throws IOException {
    ((SocketChannel) key.channel()).write(ByteBuffer.wrap(QUESTION));
    key.attach(System.nanoTime());
  }

  private void turnFor(double seconds) throws IOException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      selector.select(100);
      for (SelectionKey key : selector.selectedKeys()) {
        answer.clear();
        if (((SocketChannel) key.channel()).read(answer) < 0) {
          throw new IOException("the backend closed a connection");
        }
        if (measuring) {
          latencies.add(System.nanoTime() - (Long) key.attachment());
        }
        ask(key);
      }
      selector.selectedKeys().clear();
    }
  }
}
