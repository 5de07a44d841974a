package org.sipasync.console;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.sipasync.admin.CapturedMessage;

/**
 * Messages as a pcap file for Wireshark, each in an IP packet and a UDP datagram made for it,
 * whatever its transport was: what TLS carried can be read, too. Link type 101, raw IP.
 */
final class PcapFile {
  private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
  private static final int FILE_HEADER = 24;
  private static final int PACKET_HEADER = 16;
  private static final int RAW_IP = 101;
  private static final int SNAPLEN = 262_144;

  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int UDP_HEADER = 8;
  private static final byte UDP = 17;
  private static final byte TTL = 64;
  private static final int MAX_IP = 65_535;
  private static final int DEFAULT_PORT = 5_060;

  private final ByteBuffer out;

  private PcapFile(int size) {
    out = ByteBuffer.allocate(size);
  }

  /** Returns the file of messages. */
  static byte[] of(List<CapturedMessage> messages) {
    int size = FILE_HEADER;
    for (CapturedMessage message : messages) {
      size += PACKET_HEADER + IPV6_HEADER + UDP_HEADER + message.content().length;
    }
    PcapFile file = new PcapFile(size);
    file.header();
    messages.forEach(file::packet);
    byte[] bytes = new byte[file.out.position()];
    file.out.flip().get(bytes);
    return bytes;
  }

  private void header() {
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC_MICROSECONDS).putShort((short) 2).putShort((short) 4);
    out.putInt(0).putInt(0).putInt(SNAPLEN).putInt(RAW_IP);
  }

  private void packet(CapturedMessage message) {
    InetSocketAddress from = message.isReceived() ? message.remote() : message.local();
    InetSocketAddress to = message.isReceived() ? message.local() : message.remote();
    boolean isIpv4 = message.remote().getAddress() instanceof Inet4Address;
    int ip = isIpv4 ? IPV4_HEADER : IPV6_HEADER;
    int maxPayload = MAX_IP - UDP_HEADER - (isIpv4 ? IPV4_HEADER : 0);
    int payload = Math.min(message.content().length, maxPayload);
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.putInt((int) message.at().getEpochSecond()).putInt(message.at().getNano() / 1_000);
    out.putInt(ip + UDP_HEADER + payload).putInt(ip + UDP_HEADER + message.content().length);
    out.order(ByteOrder.BIG_ENDIAN);
    byte[] source = bytes(from.getAddress(), isIpv4);
    byte[] destination = bytes(to.getAddress(), isIpv4);
    if (isIpv4) {
      ipv4(source, destination, UDP_HEADER + payload);
    } else {
      ipv6(source, destination, UDP_HEADER + payload);
    }
    int datagram = out.position();
    out.putShort((short) port(from)).putShort((short) port(to));
    out.putShort((short) (UDP_HEADER + payload)).putShort((short) 0);
    out.put(message.content(), 0, payload);
    checksum(datagram, source, destination);
  }

  /** Returns an address of a family; zeros for one of the other family. */
  private static byte[] bytes(InetAddress address, boolean isIpv4) {
    byte[] bytes = address.getAddress();
    int length = isIpv4 ? 4 : 16;
    return bytes.length == length ? bytes : new byte[length];
  }

  private static int port(InetSocketAddress address) {
    return address.getPort() == 0 ? DEFAULT_PORT : address.getPort();
  }

  private void ipv4(byte[] source, byte[] destination, int length) {
    int start = out.position();
    out.put((byte) 0x45).put((byte) 0).putShort((short) (IPV4_HEADER + length));
    out.putInt(0).put(TTL).put(UDP).putShort((short) 0).put(source).put(destination);
    out.putShort(start + 10, (short) ~fold(sum(start, out.position())));
  }

  private void ipv6(byte[] source, byte[] destination, int length) {
    out.putInt(0x60000000).putShort((short) length).put(UDP).put(TTL);
    out.put(source).put(destination);
  }

  /** Fills in the checksum of a datagram (RFC 768, RFC 8200 8.1). */
  private void checksum(int datagram, byte[] source, byte[] destination) {
    int end = out.position();
    long sum = sum(datagram, end) + UDP + (end - datagram);
    sum += sumOf(source) + sumOf(destination);
    int checksum = ~fold(sum) & 0xffff;
    out.putShort(datagram + 6, (short) (checksum == 0 ? 0xffff : checksum));
  }

  private long sum(int start, int end) {
    long sum = 0;
    for (int i = start; i < end; i++) {
      sum += (i - start) % 2 == 0 ? (out.get(i) & 0xff) << 8 : out.get(i) & 0xff;
    }
    return sum;
  }

  private static long sumOf(byte[] address) {
    long sum = 0;
    for (int i = 0; i < address.length; i += 2) {
      sum += (address[i] & 0xff) << 8 | address[i + 1] & 0xff;
    }
    return sum;
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded > 0xffff) {
      folded = (folded & 0xffff) + (folded >> 16);
    }
    return (int) folded;
  }
}
