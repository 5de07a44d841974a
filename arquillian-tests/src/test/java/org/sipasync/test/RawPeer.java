package org.sipasync.test;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** A peer that sends bytes as they are, and shows what comes back as it is. */
final class RawPeer implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final DatagramSocket datagrams; // null over TCP
  private final Socket connection; // null over UDP
  private final InputStream in;

  RawPeer(String transport) throws IOException {
    boolean isUdp = transport.equals("udp");
    datagrams = isUdp ? new DatagramSocket(0, LOOPBACK) : null;
    connection = isUdp ? null : new Socket(LOOPBACK, InContainer.SIP_PORT);
    in = isUdp ? null : new BufferedInputStream(connection.getInputStream());
    patience(PATIENCE);
  }

  /** Sets how long {@link #receive} waits. */
  void patience(Duration patience) throws IOException {
    if (datagrams != null) {
      datagrams.setSoTimeout((int) patience.toMillis());
    } else {
      connection.setSoTimeout((int) patience.toMillis());
    }
  }

  int port() {
    return datagrams != null ? datagrams.getLocalPort() : connection.getLocalPort();
  }

  /** A well-formed request outside any dialog, with a Call-ID and a branch of its own. */
  String request(String method, String uri) {
    String id = UUID.randomUUID().toString();
    return """
        %1$s %2$s SIP/2.0
        Via: SIP/2.0/%3$s 127.0.0.1:%4$d;branch=z9hG4bK%5$s
        From: <sip:raw@127.0.0.1>;tag=raw
        To: <%2$s>
        Call-ID: %5$s
        CSeq: 1 %1$s
        Max-Forwards: 70
        Contact: <sip:raw@127.0.0.1:%4$d>
        Content-Length: 0

        """
        .formatted(method, uri, datagrams != null ? "UDP" : "TCP", port(), id)
        .replace("\n", "\r\n");
  }

  String request(String method) {
    return request(method, "sip:anyone@127.0.0.1:" + InContainer.SIP_PORT);
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    if (datagrams != null) {
      InetSocketAddress server = new InetSocketAddress(LOOPBACK, InContainer.SIP_PORT);
      datagrams.send(new DatagramPacket(bytes, bytes.length, server));
    } else {
      connection.getOutputStream().write(bytes);
    }
  }

  /** Ends this side of a connection only. */
  void halfClose() throws IOException {
    connection.shutdownOutput();
  }

  /** The next message without its body; empty if the connection has ended. */
  String receive() throws IOException {
    if (datagrams != null) {
      DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
      datagrams.receive(packet);
      return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      message.write(next);
      String text = message.toString(StandardCharsets.ISO_8859_1);
      if (text.endsWith("\r\n\r\n")) {
        return text;
      }
    }
    return message.toString(StandardCharsets.ISO_8859_1);
  }

  /** Reads on to the final response to a method; its text. */
  String awaitFinal(String method) throws IOException {
    for (String message = receive(); !message.isEmpty(); message = receive()) {
      boolean isProvisional = message.startsWith("SIP/2.0 1");
      if (!isProvisional && message.matches("(?s).*\r\nCSeq: \\S+ " + method + "\r\n.*")) {
        return message;
      }
    }
    return "";
  }

  /** Reads and forgets what has come, until nothing comes for a moment or the connection ends. */
  void drain(Duration moment) throws IOException {
    patience(moment);
    try {
      while (!receive().isEmpty()) {
        Thread.onSpinWait();
      }
    } catch (SocketTimeoutException nothingMore) {
      // as expected
    }
    patience(PATIENCE);
  }

  /** Returns the status of a response's text; -1 for anything else. */
  static int status(String response) {
    return response.startsWith("SIP/2.0 ") ? Integer.parseInt(response.substring(8, 11)) : -1;
  }

  @Override
  public void close() throws IOException {
    if (datagrams != null) {
      datagrams.close();
    } else {
      connection.close();
    }
  }
}
