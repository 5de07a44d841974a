package org.sipasync.sip.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.transport.LogLines;
import org.sipasync.sip.transport.Transport;

/** HEP version 3 as a collector reads it. */
class HepTest {
  /** A collector that understands the chunks of HEP 3. */
  static final class Collector implements AutoCloseable {
    private final DatagramSocket socket;

    Collector() throws IOException {
      this(0);
    }

    Collector(int port) throws IOException {
      socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
      socket.setSoTimeout(10_000);
    }

    InetSocketAddress address() {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    Map<Integer, ByteBuffer> next() throws IOException {
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      socket.receive(packet);
      return chunks(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  static Map<Integer, ByteBuffer> chunks(ByteBuffer packet) {
    byte[] magic = new byte[4];
    packet.get(magic);
    assertThat(new String(magic, UTF_8)).isEqualTo("HEP3");
    assertThat(packet.getShort() & 0xffff).isEqualTo(packet.limit());
    Map<Integer, ByteBuffer> chunks = new TreeMap<>();
    while (packet.hasRemaining()) {
      assertThat(packet.getShort()).as("vendor").isZero();
      int type = packet.getShort();
      int length = (packet.getShort() & 0xffff) - 6;
      assertThat(chunks.put(type, packet.slice(packet.position(), length))).as("twice").isNull();
      packet.position(packet.position() + length);
    }
    return chunks;
  }

  private static String text(ByteBuffer chunk) {
    return UTF_8.decode(chunk.duplicate()).toString();
  }

  private static byte[] bytes(ByteBuffer chunk) {
    byte[] bytes = new byte[chunk.remaining()];
    chunk.duplicate().get(bytes);
    return bytes;
  }

  @Test
  @DisplayName(
      "IPv4: addresses, ports, time, type, agent, key, Call-ID and the message reach the collector")
  void ipv4() throws IOException {
    LogLines log = new LogLines();
    try (Collector collector = new Collector();
        HepSender sender =
            new HepSender(collector.address(), new HepPacket(4_000_000_000L, "myKey"), log)) {
      sender.take(Captures.received(Captures.request("c1@h", 1)));
      Map<Integer, ByteBuffer> chunks = collector.next();
      assertThat(chunks).containsOnlyKeys(1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 14, 15, 17);
      assertThat(chunks.get(1).get(0)).isEqualTo((byte) 2);
      assertThat(chunks.get(2).get(0)).isEqualTo((byte) 17);
      assertThat(bytes(chunks.get(3))).containsExactly(192, 0, 2, 7);
      assertThat(bytes(chunks.get(4))).containsExactly(127, 0, 0, 1);
      assertThat(chunks.get(7).getShort(0)).isEqualTo((short) 5070);
      assertThat(chunks.get(8).getShort(0)).isEqualTo((short) 5060);
      assertThat(chunks.get(9).getInt(0)).isEqualTo(1_700_000_000);
      assertThat(chunks.get(10).getInt(0)).isEqualTo(123_456);
      assertThat(chunks.get(11).get(0)).isEqualTo((byte) 1);
      assertThat(chunks.get(12).getInt(0) & 0xffff_ffffL).isEqualTo(4_000_000_000L);
      assertThat(text(chunks.get(14))).isEqualTo("myKey");
      assertThat(text(chunks.get(15))).isEqualTo(Captures.request("c1@h", 1));
      assertThat(text(chunks.get(17))).isEqualTo("c1@h");
      assertThat(sender.dropped()).isZero();
    }
  }

  @Test
  @DisplayName("IPv6, sent, without key and Call-ID; credentials are masked")
  void ipv6() throws IOException {
    InetSocketAddress here = new InetSocketAddress("::", 5060);
    InetSocketAddress peer = new InetSocketAddress("2001:db8::7", 5070);
    String request = "OPTIONS sip:h SIP/2.0\r\nAuthorization: Digest response=\"f00\"\r\n\r\n";
    Map<Integer, ByteBuffer> chunks =
        chunks(new HepPacket(1, "").of(Captures.of(request, false, here, peer)));
    assertThat(chunks).containsOnlyKeys(1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 15);
    assertThat(chunks.get(1).get(0)).isEqualTo((byte) 10);
    assertThat(bytes(chunks.get(5))).isEqualTo(here.getAddress().getAddress());
    assertThat(bytes(chunks.get(6))).isEqualTo(peer.getAddress().getAddress());
    assertThat(chunks.get(7).getShort(0)).isEqualTo((short) 5060);
    assertThat(chunks.get(8).getShort(0)).isEqualTo((short) 5070);
    assertThat(text(chunks.get(15))).contains("response=\"***\"").doesNotContain("f00");
  }

  @Test
  @DisplayName("Without a collector messages are dropped, counted, and said in one line")
  void nobody() throws IOException {
    LogLines log = new LogLines();
    InetSocketAddress gone;
    try (Collector collector = new Collector()) {
      gone = collector.address();
    }
    try (HepSender sender = new HepSender(gone, new HepPacket(1, ""), log)) {
      Capture large = Captures.received("x".repeat(65_507));
      for (int i = 0; i < 50; i++) {
        sender.take(large);
      }
      assertThat(sender.dropped()).isEqualTo(50);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("SIPA-0392", "the message is larger than a datagram");
      for (int i = 0; i < 1_000 && sender.dropped() == 50; i++) {
        sender.take(Captures.received(Captures.request("c", i)));
      }
      assertThat(sender.dropped()).as("refused by the host").isEqualTo(51);
      assertThat(log.lines()).hasSize(1);
      backAgain(sender, gone);
    }
  }

  /** After a failure the sender tries again a second later. */
  private static void backAgain(HepSender sender, InetSocketAddress address) throws IOException {
    try (Collector collector = new Collector(address.getPort())) {
      sender.take(Captures.received(Captures.request("too-early", 1)));
      assertThat(sender.dropped()).isEqualTo(52);
      Capture later = Captures.received(Captures.request("later", 1));
      later.set(Captures.AT + 1_000_000, true, Transport.UDP, Captures.HERE, Captures.PEER);
      sender.take(later);
      assertThat(text(collector.next().get(17))).isEqualTo("later");
      assertThat(sender.dropped()).isEqualTo(52);
    }
  }
}
