package org.sipasync.test;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** A DNS server with one NAPTR for every number; to all other questions it says nothing. */
final class TinyDns implements AutoCloseable {
  private static final int HEADER = 12;
  private static final int NAPTR = 35;

  private final DatagramSocket socket;

  TinyDns() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "tiny-dns");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        socket.receive(packet);
        int end = HEADER;
        while (packet.getData()[end] != 0) {
          end += packet.getData()[end] + 1;
        }
        if (packet.getData()[end + 2] == NAPTR) {
          byte[] answer = answer(packet.getData(), end + 5);
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // closed
      }
    }
  }

  private static byte[] answer(byte[] query, int questionEnds) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    DataOutputStream rule = new DataOutputStream(data);
    rule.writeInt(10 << 16 | 20);
    for (String text : new String[] {"u", "E2U+sip", "!^\\+44(.*)$!sip:\\1@example.com!"}) {
      rule.writeByte(text.length());
      rule.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    rule.writeByte(0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(query, 0, 2);
    out.write(new byte[] {(byte) 0x81, (byte) 0x80, 0, 1, 0, 1, 0, 0, 0, 0});
    out.write(query, HEADER, questionEnds - HEADER);
    out.write(new byte[] {(byte) 0xc0, HEADER, 0, NAPTR, 0, 1, 0, 0, 0, 60});
    out.writeShort(data.size());
    out.write(data.toByteArray());
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
  }
}
