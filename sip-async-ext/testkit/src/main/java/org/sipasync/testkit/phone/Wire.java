package org.sipasync.testkit.phone;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Transport of messages: one UDP socket, TCP or TLS connection, or WebSocket to the server. */
interface Wire extends AutoCloseable {
  int LARGEST = 65_536;

  String transport();

  int localPort();

  /** Returns the local address as in a URI, IPv6 in brackets. */
  default String host() {
    return "127.0.0.1";
  }

  /** Host of this phone in Via and Contact, with its port if it has one. */
  default String sentBy() {
    return host() + ":" + localPort();
  }

  void send(byte[] message) throws IOException;

  /** Returns the next message; null if closed, or broken by the peer. */
  SipMessage receive();

  @Override
  void close();

  static Wire udp(int serverPort) throws IOException {
    return udp(new InetSocketAddress("127.0.0.1", serverPort));
  }

  /** Opens a socket on the loopback address of the server's family. */
  static Wire udp(InetSocketAddress server) throws IOException {
    boolean isIpv6 = server.getAddress() instanceof Inet6Address;
    DatagramSocket socket =
        new DatagramSocket(0, InetAddress.getByName(isIpv6 ? "::1" : "127.0.0.1"));
    return new Wire() {
      @Override
      public String host() {
        return isIpv6 ? "[::1]" : "127.0.0.1";
      }

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
        byte[] buffer = new byte[LARGEST];
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
    return tcp(new InetSocketAddress("127.0.0.1", serverPort));
  }

  static Wire tcp(InetSocketAddress server) throws IOException {
    return stream("TCP", new Socket(server.getAddress(), server.getPort()));
  }

  /** Returns when the handshake is done. */
  static Wire tls(int serverPort, SSLContext context) throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(loopback, serverPort);
    try {
      socket.startHandshake();
      return stream("TLS", socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Wire stream(String transport, Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    return new Wire() {
      @Override
      public String host() {
        return socket.getLocalAddress() instanceof Inet6Address ? "[::1]" : "127.0.0.1";
      }

      @Override
      public String transport() {
        return transport;
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
        StringBuilder head = new StringBuilder(); // a char is a byte, until all have come
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
          int next = in.read();
          if (next < 0 || head.length() > LARGEST) {
            return null;
          }
          if (head.length() > 0 || next > ' ') {
            head.append((char) next); // line ends between messages keep the connection alive
          }
        }
        return new String(
            head.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }

      private SipMessage withBody(String head) throws IOException {
        SipMessage message = SipMessage.parse(head);
        int length = message.find("Content-Length").map(Integer::parseInt).orElse(0);
        if (length < 0 || length > LARGEST) {
          return null;
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new SipMessage(message.startLine(), message.headers(), body);
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
