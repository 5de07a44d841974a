package org.sipasync.console;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.admin.CapturedMessage;
import org.sipasync.testkit.Servers;

/** Pcap files, byte by byte and as tshark reads them. */
class PcapFileTest {
  private static final String TSHARK = "/usr/bin/tshark";
  static final String REQUEST =
      "OPTIONS sip:b@h SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\nFrom: <sip:a@h>;tag=1\r\n"
          + "To: <sip:b@h>\r\nCall-ID: c1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
  static final String RESPONSE = REQUEST.replaceFirst("OPTIONS sip:b@h SIP/2.0", "SIP/2.0 200 OK");

  static CapturedMessage message(
      boolean isReceived, String local, String remote, int remotePort, String text) {
    return new CapturedMessage(
        0,
        Instant.ofEpochSecond(1_700_000_000L, 123_456_000),
        isReceived,
        "TCP",
        new InetSocketAddress(local, 5060),
        new InetSocketAddress(remote, remotePort),
        text.lines().findFirst().orElse(""),
        "c1",
        "1 OPTIONS",
        "<sip:a@h>;tag=1",
        "<sip:b@h>",
        text.getBytes(US_ASCII));
  }

  /** Sum of 16-bit words as in RFC 1071; 0xffff if the checksum within is right. */
  private static int sum(byte[] bytes, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += (i - from) % 2 == 0 ? (bytes[i] & 0xff) << 8 : bytes[i] & 0xff;
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (int) sum;
  }

  @Test
  @DisplayName("IPv4: file header, packet header, IP and UDP with right checksums, payload")
  void ipv4() {
    byte[] file = PcapFile.of(List.of(message(true, "127.0.0.1", "192.0.2.7", 65_535, REQUEST)));
    int length = 28 + REQUEST.length();
    assertThat(file).hasSize(24 + 16 + length);
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(in.getInt(0)).isEqualTo(0xa1b2c3d4);
    assertThat(in.getShort(4)).isEqualTo((short) 2);
    assertThat(in.getShort(6)).isEqualTo((short) 4);
    assertThat(in.getInt(20)).isEqualTo(101);
    assertThat(in.getInt(24)).isEqualTo(1_700_000_000);
    assertThat(in.getInt(28)).isEqualTo(123_456);
    assertThat(in.getInt(32)).isEqualTo(length);
    assertThat(in.getInt(36)).isEqualTo(length);
    ByteBuffer packet = in.slice(40, length).order(ByteOrder.BIG_ENDIAN);
    assertThat(packet.get(0)).isEqualTo((byte) 0x45);
    assertThat(packet.getShort(2)).isEqualTo((short) length);
    assertThat(packet.get(9)).isEqualTo((byte) 17);
    assertThat(sum(file, 40, 60)).isEqualTo(0xffff);
    assertThat(packet.getInt(12)).isEqualTo(0xc0000207);
    assertThat(packet.getInt(16)).isEqualTo(0x7f000001);
    assertThat(packet.getShort(20) & 0xffff).isEqualTo(65_535);
    assertThat(packet.getShort(22) & 0xffff).isEqualTo(5_060);
    assertThat(packet.getShort(24) & 0xffff).isEqualTo(8 + REQUEST.length());
    assertThat(new String(file, 68, REQUEST.length(), US_ASCII)).isEqualTo(REQUEST);
  }

  @Test
  @DisplayName("IPv6: sent from all addresses; what exceeds a datagram is cut, and its length told")
  void ipv6() {
    String large = REQUEST + "x".repeat(66_000);
    byte[] file = PcapFile.of(List.of(message(false, "0.0.0.0", "2001:db8::7", 5_070, large)));
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(in.getInt(32)).isEqualTo(40 + 65_535);
    assertThat(in.getInt(36)).isEqualTo(48 + large.length());
    assertThat(file).hasSize(40 + 40 + 65_535);
    ByteBuffer packet = in.slice(40, 48).order(ByteOrder.BIG_ENDIAN);
    assertThat(packet.getInt(0)).isEqualTo(0x60000000);
    assertThat(packet.getShort(4) & 0xffff).isEqualTo(65_535);
    assertThat(packet.get(6)).isEqualTo((byte) 17);
    assertThat(packet.getLong(8)).isZero();
    assertThat(packet.getLong(16)).isZero();
    assertThat(packet.getLong(24)).isEqualTo(0x20010db800000000L);
    assertThat(packet.getShort(40) & 0xffff).isEqualTo(5_060);
    assertThat(packet.getShort(42) & 0xffff).isEqualTo(5_070);
  }

  @Test
  @DisplayName("tshark reads SIP in both families and finds no bad checksum")
  void tshark(@TempDir Path directory) throws Exception {
    assumeTrue(Servers.have(TSHARK), "no " + TSHARK);
    Path file = directory.resolve("ladder.pcap");
    Files.write(
        file,
        PcapFile.of(
            List.of(
                message(true, "127.0.0.1", "192.0.2.7", 40_123, REQUEST),
                message(false, "127.0.0.1", "192.0.2.7", 40_123, RESPONSE),
                message(true, "::1", "2001:db8::7", 5_070, REQUEST),
                message(false, "::1", "2001:db8::7", 5_070, RESPONSE + "odd"))));
    assertThat(fields(file))
        .containsExactly(
            "192.0.2.7||40123|OPTIONS||1|1",
            "127.0.0.1||5060||200|1|1",
            "|2001:db8::7|5070|OPTIONS|||1",
            "|::1|5060||200||1");
  }

  private static List<String> fields(Path file) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of(TSHARK, "-r", file.toString()));
    command.addAll(List.of("-o", "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE"));
    command.addAll(List.of("-T", "fields", "-E", "separator=|"));
    for (String field :
        List.of(
            "ip.src",
            "ipv6.src",
            "udp.srcport",
            "sip.Method",
            "sip.Status-Code",
            "ip.checksum.status",
            "udp.checksum.status")) {
      command.addAll(List.of("-e", field));
    }
    Process tshark =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String text = new String(tshark.getInputStream().readAllBytes(), US_ASCII);
    assertThat(tshark.waitFor()).isZero();
    return text.lines().toList();
  }
}
