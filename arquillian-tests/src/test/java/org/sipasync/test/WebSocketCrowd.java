package org.sipasync.test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** Many WebSocket clients on one thread: each registers, answers pings, and is otherwise idle. */
final class WebSocketCrowd implements AutoCloseable {
  private static final int BUFFER = 2_048;
  private static final byte[] PONG = {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0};

  private final InetSocketAddress server;
  private final Selector selector = Selector.open();
  private final AtomicInteger registered = new AtomicInteger();
  private final AtomicInteger pings = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "crowd");
  private volatile boolean isClosed;

  WebSocketCrowd(int httpPort) throws IOException {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort);
    thread.setDaemon(true);
    thread.start();
  }

  /** Adds a client; blocks until it is connected. */
  void add() throws IOException {
    SocketChannel channel = SocketChannel.open(server);
    String handshake =
        """
        GET /socket/sip HTTP/1.1
        Host: 127.0.0.1
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Protocol: sip
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """
            .replace("\n", "\r\n");
    channel.write(ByteBuffer.wrap(handshake.getBytes(ISO_8859_1)));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(BUFFER));
    selector.wakeup();
  }

  int registered() {
    return registered.get();
  }

  int pings() {
    return pings.get();
  }

  int ended() {
    return ended.get();
  }

  @Override
  public String toString() {
    return registered + " registered, " + ended + " ended";
  }

  private void run() {
    try {
      while (!isClosed) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          read((SocketChannel) key.channel(), (ByteBuffer) key.attachment());
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(SocketChannel channel, ByteBuffer in) throws IOException {
    int n;
    try {
      n = channel.read(in);
    } catch (IOException reset) {
      n = -1;
    }
    if (n < 0) {
      ended.incrementAndGet();
      channel.close();
      return;
    }
    in.flip();
    while (takeHead(channel, in) || takeFrame(channel, in)) {
      in.mark();
    }
    in.compact();
  }

  /** Takes the answer to the handshake, and registers. */
  private static boolean takeHead(SocketChannel channel, ByteBuffer in) throws IOException {
    if (in.remaining() < 4 || in.get(in.position()) != 'H') {
      return false;
    }
    String text = new String(in.array(), in.position(), in.remaining(), ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    in.position(in.position() + end + 4);
    String register = RawWebSocket.request("REGISTER", "Contact: <sip:a@HOST;transport=ws>\r\n");
    String host = register.replaceAll("(?s).*SIP/2.0/WS ([^;]*);.*", "$1");
    byte[] bytes = register.replace("HOST", host).getBytes(ISO_8859_1);
    channel.write(ByteBuffer.wrap(RawWebSocket.frame(0x81, bytes.length, bytes)));
    return true;
  }

  private boolean takeFrame(SocketChannel channel, ByteBuffer in) throws IOException {
    if (in.remaining() < 2 || in.get(in.position()) == 'H') {
      return false;
    }
    int at = in.position();
    int opcode = in.get(at) & 0x0f;
    int length = in.get(at + 1);
    int header = 2;
    if (length == 126) {
      if (in.remaining() < 4) {
        return false;
      }
      length = in.getShort(at + 2);
      header = 4;
    }
    if (in.remaining() < header + length) {
      return false;
    }
    in.position(at + header + length);
    if (opcode == RawWebSocket.PING) {
      pings.incrementAndGet();
      channel.write(ByteBuffer.wrap(PONG));
    } else if (opcode == RawWebSocket.TEXT) {
      String response = new String(in.array(), at + header, length, ISO_8859_1);
      if (response.startsWith("SIP/2.0 200 ")) { // on a busy machine a 100 comes before (RFC 4320)
        registered.incrementAndGet();
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    isClosed = true;
    selector.wakeup();
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
