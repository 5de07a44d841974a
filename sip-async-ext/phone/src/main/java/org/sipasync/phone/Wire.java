package org.sipasync.phone;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How messages travel: one UDP socket or one TCP connection to the server. */
interface Wire extends AutoCloseable {
  String transport();

  int localPort();

  void send(byte[] message) throws IOException;

  /** The next message; null when the wire is closed. */
  SipMessage receive();

  @Override
  void close();

  static Wire udp(int serverPort) throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    DatagramSocket socket = new DatagramSocket(0, loopback);
    InetSocketAddress server = new InetSocketAddress(loopback, serverPort);
    return new Wire() {
      @Override
      public String transport() {
        return "UDP";
      }

      @Override
      public int localPort() {
        return socket.getLocalPort();
      }

      @Override
      public void send(byte[] message) throws IOException {
        socket.send(new DatagramPacket(message, message.length, server));
      }

      @Override
      public SipMessage receive() {
        byte[] buffer = new byte[65_536];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
          socket.receive(packet);
        } catch (IOException closed) {
          return null;
        }
        return SipMessage.parse(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8));
      }

      @Override
      public void close() {
        socket.close();
      }
    };
  }

  static Wire tcp(int serverPort) throws IOException {
    Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), serverPort);
    InputStream in = new BufferedInputStream(socket.getInputStream());
    return new Wire() {
      @Override
      public String transport() {
        return "TCP";
      }

      @Override
      public int localPort() {
        return socket.getLocalPort();
      }

      @Override
      public void send(byte[] message) throws IOException {
        synchronized (socket) {
          socket.getOutputStream().write(message);
        }
      }

      @Override
      public SipMessage receive() {
        try {
          String head = head();
          return head == null ? null : withBody(head);
        } catch (IOException closed) {
          return null;
        }
      }

      private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
          int next = in.read();
          if (next < 0) {
            return null;
          }
          head.write(next);
        }
        return head.toString(StandardCharsets.UTF_8).stripLeading();
      }

      private SipMessage withBody(String head) throws IOException {
        int length = 0;
        for (String line : head.toLowerCase(Locale.ROOT).split("\r\n")) {
          if (line.startsWith("content-length:")) {
            length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
          }
        }
        return SipMessage.parse(head + new String(in.readNBytes(length), StandardCharsets.UTF_8));
      }

      @Override
      public void close() {
        try {
          socket.close();
        } catch (IOException ignored) {
          // it is closed
        }
      }
    };
  }
}
