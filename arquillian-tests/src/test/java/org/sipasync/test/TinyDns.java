package org.sipasync.test;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A DNS server with the names that tests add, and one NAPTR for every other name, as for numbers;
 * to other questions about those it says nothing.
 */
final class TinyDns implements AutoCloseable {
  private static final int HEADER = 12;
  private static final int ADDRESS = 1;
  private static final int SRV = 33;
  private static final int NAPTR = 35;

  private final DatagramSocket socket;
  private final Map<String, List<Data>> zone = new ConcurrentHashMap<>();

  private record Data(int type, byte[] bytes) {}

  @FunctionalInterface
  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  TinyDns() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "tiny-dns");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /**
   * Adds a server of a SIP domain, on 127.0.0.1; the first one added is the first one to try.
   *
   * @param transport UDP or TCP
   */
  TinyDns server(String domain, String transport, int port) {
    int order = 1 + zone.getOrDefault(domain, List.of()).size();
    String service = "_" + order + "._sip." + domain;
    String host = "host." + domain;
    add(domain, NAPTR, out -> naptr(out, order, "s", "SIP+D2" + transport.charAt(0), "", service));
    add(service, SRV, out -> srv(out, port, host));
    zone.remove(host);
    add(host, ADDRESS, out -> out.write(new byte[] {127, 0, 0, 1}));
    return this;
  }

  private void add(String name, int type, Writing data) {
    zone.computeIfAbsent(name, key -> new CopyOnWriteArrayList<>())
        .add(new Data(type, bytes(data)));
  }

  private static byte[] bytes(Writing data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      data.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static void naptr(
      DataOutputStream out, int order, String flags, String service, String rule, String name)
      throws IOException {
    out.writeInt(order << 16 | 20);
    label(out, flags);
    label(out, service);
    label(out, rule);
    name(out, name);
  }

  private static void srv(DataOutputStream out, int port, String host) throws IOException {
    out.writeInt(0);
    out.writeShort(port);
    name(out, host);
  }

  private static void name(DataOutputStream out, String name) throws IOException {
    for (String label : name.isEmpty() ? new String[0] : name.split("\\.")) {
      label(out, label);
    }
    out.writeByte(0);
  }

  private static void label(DataOutputStream out, String text) throws IOException {
    out.writeByte(text.length());
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        socket.receive(packet);
        answer(packet);
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void answer(DatagramPacket packet) throws IOException {
    ByteBuffer query = ByteBuffer.wrap(packet.getData(), HEADER, packet.getLength() - HEADER);
    StringBuilder name = new StringBuilder();
    for (int length = query.get(); length != 0; length = query.get()) {
      byte[] label = new byte[length];
      query.get(label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
    }
    int type = query.getShort();
    query.getShort();
    List<Data> known = zone.get(name.toString());
    if (known != null || type == NAPTR) {
      List<Data> found = known == null ? List.of(number()) : known;
      List<Data> fitting = found.stream().filter(data -> data.type == type).toList();
      byte[] answer = bytes(out -> answer(out, packet.getData(), query.position(), fitting));
      socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
    }
  }

  private static Data number() {
    String rule = "!^\\+44(.*)$!sip:\\1@example.com!";
    return new Data(NAPTR, bytes(out -> naptr(out, 10, "u", "E2U+sip", rule, "")));
  }

  private static void answer(
      DataOutputStream out, byte[] query, int questionEnds, List<Data> records) throws IOException {
    out.write(query, 0, 2);
    out.write(new byte[] {(byte) 0x81, (byte) 0x80, 0, 1, 0, (byte) records.size(), 0, 0, 0, 0});
    out.write(query, HEADER, questionEnds - HEADER);
    for (Data data : records) {
      out.write(new byte[] {(byte) 0xc0, HEADER, 0, (byte) data.type, 0, 1, 0, 0, 0, 60});
      out.writeShort(data.bytes.length);
      out.write(data.bytes);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
