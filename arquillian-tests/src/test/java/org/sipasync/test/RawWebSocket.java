package org.sipasync.test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/** A WebSocket client that keeps to RFC 6455 only where it is told to. */
final class RawWebSocket implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private final Socket socket;
  private final DataInputStream in;
  private final int port;

  /** A frame from the server; opcode -1 if the connection has ended. */
  record Frame(int opcode, String payload) {
    /** Code of a close frame; -1 for others. */
    int closeCode() {
      return opcode == CLOSE && payload.length() >= 2
          ? payload.charAt(0) << 8 | payload.charAt(1)
          : -1;
    }
  }

  RawWebSocket(int httpPort) throws IOException {
    port = httpPort;
    socket = new Socket();
    socket.setReceiveBufferSize(16 << 10); // soon full, if it does not read
    socket.connect(
        new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort), 60_000);
    socket.setSoTimeout((int) InContainer.PATIENCE.toMillis());
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /** An open one. */
  static RawWebSocket open(int httpPort) throws IOException {
    RawWebSocket opened = new RawWebSocket(httpPort);
    String answer = opened.handshake("/socket/sip", "Sec-WebSocket-Protocol: sip");
    if (!answer.startsWith("HTTP/1.1 101 ")) {
      throw new AssertionError(answer);
    }
    return opened;
  }

  /** Sends a handshake with these headers in place of its own; returns the answer's head. */
  String handshake(String path, String... headers) throws IOException {
    StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
    List<String> told = List.of(headers);
    for (String own :
        List.of(
            "Host: 127.0.0.1:" + port,
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")) {
      String name = own.substring(0, own.indexOf(':') + 1);
      if (told.stream().noneMatch(line -> line.startsWith(name))) {
        request.append(own).append("\r\n");
      }
    }
    told.stream()
        .filter(line -> !line.endsWith(":"))
        .forEach(line -> request.append(line).append("\r\n"));
    send(request.append("\r\n").toString().getBytes(ISO_8859_1));
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void text(String payload) throws IOException {
    frame(TEXT, true, payload.getBytes(ISO_8859_1));
  }

  /** Sends a masked frame. */
  void frame(int opcode, boolean isLast, byte[] payload) throws IOException {
    send(frame((isLast ? 0x80 : 0) | opcode, payload.length, payload));
  }

  /** A masked frame, by a mask of zeros, which changes nothing. */
  static byte[] frame(int firstByte, long length, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) firstByte);
    if (length < 126) {
      frame.put((byte) (0x80 | length));
    } else if (length < 65_536) {
      frame.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(length);
    }
    frame.putInt(0).put(payload);
    return java.util.Arrays.copyOf(frame.array(), frame.position());
  }

  /** The next frame, whatever it is; pings are not answered. */
  Frame receive() throws IOException {
    try {
      int opcode = in.readUnsignedByte() & 0x0f;
      int length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = (int) in.readLong();
      }
      return new Frame(opcode, new String(in.readNBytes(length), ISO_8859_1));
    } catch (EOFException | SocketException ended) {
      return new Frame(-1, "");
    }
  }

  /** Reads on to a close frame or the end of the connection. */
  Frame awaitEnd() throws IOException {
    Frame frame = receive();
    while (frame.opcode() != CLOSE && frame.opcode() != -1) {
      frame = receive();
    }
    return frame;
  }

  /** Reads on to a text frame. */
  String awaitText() throws IOException {
    Frame frame = receive();
    while (frame.opcode() != TEXT && frame.opcode() != -1) {
      frame = receive();
    }
    return frame.payload();
  }

  /** Reads on to a SIP response. */
  String awaitResponse() throws IOException {
    Frame frame = receive();
    while (!frame.payload().startsWith("SIP/2.0 ")) {
      if (frame.opcode() == -1) {
        throw new AssertionError("the connection has ended");
      }
      frame = receive();
    }
    return frame.payload();
  }

  /** A well-formed request, with more headers, each ending in CRLF. */
  static String request(String method, String more) {
    String id = UUID.randomUUID().toString();
    return """
        %1$s sip:about@127.0.0.1:%3$d SIP/2.0
        Via: SIP/2.0/WS %2$s.invalid;branch=z9hG4bK%2$s
        From: <sip:raw@127.0.0.1>;tag=raw
        To: <sip:about@127.0.0.1>
        Call-ID: %2$s
        CSeq: 1 %1$s
        Max-Forwards: 70
        """
            .formatted(method, id, InContainer.SIP_PORT)
            .replace("\n", "\r\n")
        + more
        + "Content-Length: 0\r\n\r\n";
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
