package org.sipasync.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP server with a fixed delay on one thread: {@code GET /decision?delay=100} answers after
 * that many ms, {@code POST} immediately with 204. Implements just enough HTTP for the sample's
 * client.
 */
final class HttpBackend {
  private static final int BACKLOG = 4096;
  private static final Pattern DELAY = Pattern.compile("[?&]delay=(\\d{1,5})");
  private static final Pattern LENGTH =
      Pattern.compile("\\r\\nContent-Length: *(\\d{1,6})\\r\\n", Pattern.CASE_INSENSITIVE);
  private static final byte[] NO_CONTENT = bytes("HTTP/1.1 204 No Content\r\n\r\n");
  private static final String BODY = "{\"action\":\"price\",\"price\":\"0.12\"}";
  private static final byte[] DECISION =
      bytes(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
              + BODY.length()
              + "\r\n\r\n"
              + BODY);

  private final Selector selector = Selector.open();
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::nanos));

  /** A response that waits for its time. */
  private record Due(long nanos, SocketChannel channel) {}

  private HttpBackend(int port) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** The port is the only argument. */
  public static void main(String[] arguments) throws IOException {
    HttpBackend backend = new HttpBackend(Integer.parseInt(arguments[0]));
    while (true) {
      backend.turn();
    }
  }

  private void turn() throws IOException {
    long wait = due.isEmpty() ? 1000 : (due.peek().nanos() - System.nanoTime()) / 1_000_000;
    if (wait > 0) {
      selector.select(wait);
    } else {
      selector.selectNow();
    }
    for (SelectionKey key : selector.selectedKeys()) {
      if (key.isValid() && key.isAcceptable()) {
        accept((ServerSocketChannel) key.channel());
      } else if (key.isValid()) {
        onReadable(key);
      }
    }
    selector.selectedKeys().clear();
    long now = System.nanoTime();
    while (!due.isEmpty() && due.peek().nanos() - now <= 0) {
      write(due.poll().channel(), DECISION);
    }
  }

  private void accept(ServerSocketChannel server) throws IOException {
    for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
      client.configureBlocking(false);
      client.socket().setTcpNoDelay(true);
      client.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(4096));
    }
  }

  private void onReadable(SelectionKey key) throws IOException {
    SocketChannel client = (SocketChannel) key.channel();
    ByteBuffer buffer = (ByteBuffer) key.attachment();
    try {
      if (client.read(buffer) < 0 || !buffer.hasRemaining()) {
        client.close();
        return;
      }
    } catch (IOException gone) {
      client.close();
      return;
    }
    String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return;
    }
    Matcher length = LENGTH.matcher(text.substring(0, head + 2));
    int whole = head + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0);
    if (text.length() < whole) {
      return;
    }
    buffer.clear(); // the clients do not pipeline
    answer(client, text.substring(0, text.indexOf("\r\n")));
  }

  private void answer(SocketChannel client, String request) throws IOException {
    if (!request.startsWith("GET ")) {
      write(client, NO_CONTENT);
      return;
    }
    Matcher delay = DELAY.matcher(request);
    long millis = delay.find() ? Long.parseLong(delay.group(1)) : 0;
    due.add(new Due(System.nanoTime() + millis * 1_000_000, client));
  }

  private static void write(SocketChannel client, byte[] response) throws IOException {
    try {
      client.write(ByteBuffer.wrap(response)); // small enough for any socket's buffer
    } catch (IOException gone) {
      client.close();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
