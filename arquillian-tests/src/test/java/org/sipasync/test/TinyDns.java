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
 * to other questions about those it says nothing. It lies and keeps silent where tests want it.
 */
final class TinyDns implements AutoCloseable {
  private static final int HEADER = 12;
  private static final int ADDRESS = 1;
  private static final int SRV = 33;
  private static final int NAPTR = 35;

  /** Manner of answering questions about a domain. */
  enum Manner {
    HONEST,
    SILENT,
    WRONG_ID,
    /** With another question than the one that was asked. */
    WRONG_QUESTION,
    /** With addresses of names that nobody has asked for. */
    FOREIGN_RECORDS,
    NO_SUCH_DOMAIN,
    /** With a time to live of 68 years. */
    HUGE_TTL,
    /** With bytes that are no DNS message. */
    RUBBISH
  }

  private static final int CNAME = 5;
  private static final String VICTIM = "victim.test";

  private final DatagramSocket socket;
  private final Map<String, List<Data>> zone = new ConcurrentHashMap<>();
  private final Map<String, Manner> manners = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

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

  /** Sets how questions about a domain and the names in it are answered. */
  TinyDns manner(String domain, Manner manner) {
    manners.put(domain, manner);
    return this;
  }

  private Manner mannerOf(String name) {
    return manners.entrySet().stream()
        .filter(entry -> name.equals(entry.getKey()) || name.endsWith("." + entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(Manner.HONEST);
  }

  /** Adds an IPv4 address, in place of those the name had. */
  TinyDns host(String name, int... address) {
    zone.remove(name);
    add(
        name,
        ADDRESS,
        out -> {
          for (int part : address) {
            out.writeByte(part);
          }
        });
    return this;
  }

  TinyDns alias(String name, String target) {
    add(name, CNAME, out -> name(out, target));
    return this;
  }

  TinyDns service(String name, int priority, int weight, int port, String host) {
    add(
        name,
        SRV,
        out -> {
          out.writeShort(priority);
          out.writeShort(weight);
          out.writeShort(port);
          name(out, host);
        });
    return this;
  }

  TinyDns naptr(String domain, String service, String replacement) {
    int order = 1 + zone.getOrDefault(domain, List.of()).size();
    add(domain, NAPTR, out -> naptr(out, order, "s", service, "", replacement));
    return this;
  }

  /** Names that have been asked for. */
  List<String> asked() {
    return asked;
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
    asked.add(name.toString());
    List<Data> known = zone.get(name.toString());
    Manner manner = mannerOf(name.toString());
    boolean isAnswered = known != null || type == NAPTR || manner != Manner.HONEST;
    if (isAnswered && manner != Manner.SILENT) {
      byte[] question = java.util.Arrays.copyOf(packet.getData(), query.position());
      byte[] answer = answer(question, manner, fitting(known, type, manner));
      socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
    }
  }

  private static List<Data> fitting(List<Data> known, int type, Manner manner) {
    if (manner == Manner.NO_SUCH_DOMAIN) {
      return List.of();
    }
    List<Data> all =
        known != null ? known : manner == Manner.HONEST ? List.of(number()) : List.of();
    return all.stream().filter(data -> data.type == type || data.type == CNAME).toList();
  }

  private static byte[] answer(byte[] question, Manner manner, List<Data> records) {
    byte[] answer = bytes(out -> answer(out, question, manner, records));
    switch (manner) {
      case WRONG_ID -> answer[0] ^= 1;
      case WRONG_QUESTION -> answer[HEADER + 1] ^= 1;
      case NO_SUCH_DOMAIN -> answer[3] |= 3;
      case RUBBISH -> java.util.Arrays.fill(answer, 2, answer.length, (byte) 0xff);
      default -> {}
    }
    return answer;
  }

  private static Data number() {
    String rule = "!^\\+44(.*)$!sip:\\1@example.com!";
    return new Data(NAPTR, bytes(out -> naptr(out, 10, "u", "E2U+sip", rule, "")));
  }

  private static void answer(
      DataOutputStream out, byte[] question, Manner manner, List<Data> records) throws IOException {
    boolean isForeign = manner == Manner.FOREIGN_RECORDS;
    out.write(question, 0, 2);
    out.write(new byte[] {(byte) 0x81, (byte) 0x80, 0, 1, 0});
    out.writeByte(records.size() + (isForeign ? 1 : 0));
    out.write(new byte[] {0, 0, 0, (byte) (isForeign ? 1 : 0)});
    out.write(question, HEADER, question.length - HEADER);
    for (Data data : records) {
      out.write(new byte[] {(byte) 0xc0, HEADER, 0, (byte) data.type, 0, 1});
      out.writeInt(manner == Manner.HUGE_TTL ? Integer.MAX_VALUE : 60);
      out.writeShort(data.bytes.length);
      out.write(data.bytes);
    }
    for (int i = 0; isForeign && i < 2; i++) { // in the answer and in the additional section
      name(out, VICTIM);
      out.write(new byte[] {0, ADDRESS, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 66});
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
