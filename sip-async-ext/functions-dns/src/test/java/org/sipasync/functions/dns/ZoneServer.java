package org.sipasync.functions.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server with a small zone on loopback, over UDP and TCP; names starting oddly act oddly. */
public final class ZoneServer implements AutoCloseable {
  private static final int SIZE = 65_535;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Map<Name, List<Record>> zone = new ConcurrentHashMap<>();
  private final Map<Name, AtomicInteger> asked = new ConcurrentHashMap<>();

  /** Source ports of the datagrams received. */
  final List<Integer> ports = new CopyOnWriteArrayList<>();

  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private ZoneServer(int port) throws IOException {
    udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    udp.setReceiveBufferSize(4 << 20);
    tcp = new ServerSocket(udp.getLocalPort(), 50, InetAddress.getLoopbackAddress());
    thread(this::serveUdp);
    thread(this::serveTcp);
  }

  public static ZoneServer start() {
    return start(0);
  }

  static ZoneServer start(int port) {
    for (int i = 0; ; i++) {
      try {
        return new ZoneServer(port);
      } catch (IOException e) {
        if (i == 10) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "zone");
    thread.setDaemon(true);
    thread.start();
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) udp.getLocalSocketAddress();
  }

  /** Adds a record as zone files write it, such as {@code A 192.0.2.1}. */
  public ZoneServer with(String name, int ttl, String... records) {
    try {
      Name owner = Name.fromString(name + ".");
      for (String record : records) {
        String[] parts = record.split(" ", 2);
        zone.computeIfAbsent(owner, key -> new CopyOnWriteArrayList<>())
            .add(
                Record.fromString(
                    owner, Type.value(parts[0]), DClass.IN, ttl, parts[1], Name.root));
      }
      return this;
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Returns the number of queries for a name, over UDP and TCP. */
  int asked(String name) {
    try {
      AtomicInteger count = asked.get(Name.fromString(name + "."));
      return count == null ? 0 : count.get();
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void serveUdp() {
    byte[] bytes = new byte[SIZE];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(bytes, SIZE);
        udp.receive(packet);
        ports.add(packet.getPort());
        Message query = new Message(Arrays.copyOf(bytes, packet.getLength()));
        for (byte[] answer : answers(query, false)) {
          udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        // closed, or nonsense
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        sockets.add(socket);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] bytes = new byte[in.readUnsignedShort()];
        in.readFully(bytes);
        Message query = new Message(bytes);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        for (byte[] answer : answers(query, true)) {
          out.writeShort(answer.length);
          if (label(query).startsWith("cut")) {
            out.write(answer, 0, answer.length / 2);
          } else {
            out.write(answer);
          }
        }
        if (label(query).startsWith("cut")) {
          socket.setSoLinger(true, 0);
        }
      } catch (IOException e) {
        // closed, or nonsense
      }
    }
  }

  private static String label(Message query) {
    return query.getQuestion().getName().getLabelString(0);
  }

  private List<byte[]> answers(Message query, boolean overTcp) {
    Name name = query.getQuestion().getName();
    int times = asked.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
    String label = label(query);
    Message answer = answer(query);
    if (label.startsWith("silent") || (label.startsWith("drop") && times == 1)) {
      return List.of();
    }
    if (label.startsWith("slow6") && query.getQuestion().getType() == Type.AAAA) {
      return List.of();
    }
    if (label.startsWith("garbage")) {
      return List.of(new byte[] {1, 2, 3}, new byte[0], "no DNS at all, but long".getBytes());
    }
    if ((label.startsWith("large") || label.startsWith("cut")) && !overTcp) {
      answer.removeAllRecords(Section.ANSWER);
      answer.getHeader().setFlag(Flags.TC);
      return List.of(answer.toWire());
    }
    if (label.startsWith("forged")) {
      return List.of(forged(query, name, true), forged(query, name, false), answer.toWire());
    }
    if (label.startsWith("old") && query.getOPT() != null) {
      Message refusal = new Message(query.getHeader().getID());
      refusal.getHeader().setFlag(Flags.QR);
      refusal.getHeader().setRcode(Rcode.FORMERR);
      return List.of(refusal.toWire());
    }
    return List.of(answer.toWire());
  }

  /** Another number, or another question. */
  private static byte[] forged(Message query, Name name, boolean number) {
    int id = query.getHeader().getID();
    Message forged = new Message(number ? id ^ 1 : id);
    forged.getHeader().setFlag(Flags.QR);
    try {
      Name owner = number ? name : Name.fromString("other.test.");
      forged.addRecord(
          Record.newRecord(owner, query.getQuestion().getType(), DClass.IN), Section.QUESTION);
      forged.addRecord(
          Record.fromString(owner, Type.A, DClass.IN, 60, "6.6.6.6", Name.root), Section.ANSWER);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return forged.toWire();
  }

  private Message answer(Message query) {
    Name name = query.getQuestion().getName();
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(query.getQuestion(), Section.QUESTION);
    String label = label(query);
    if (label.startsWith("servfail") || label.startsWith("refused")) {
      answer.getHeader().setRcode(label.startsWith("s") ? Rcode.SERVFAIL : Rcode.REFUSED);
      return answer;
    }
    List<Record> records = zone.get(name);
    if (records == null) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
      soa(answer);
      return answer;
    }
    List<Record> fitting = new ArrayList<>();
    for (Record record : records) {
      if (record.getType() == query.getQuestion().getType() || record instanceof CNAMERecord) {
        fitting.add(record);
      }
    }
    fitting.forEach(record -> answer.addRecord(record, Section.ANSWER));
    if (fitting.isEmpty()) {
      soa(answer);
    }
    return answer;
  }

  private static void soa(Message answer) {
    answer.addRecord(
        new SOARecord(Name.root, DClass.IN, 60, Name.root, Name.root, 1, 1, 1, 1, 60),
        Section.AUTHORITY);
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
