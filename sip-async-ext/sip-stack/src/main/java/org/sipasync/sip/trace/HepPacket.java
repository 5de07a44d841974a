package org.sipasync.sip.trace;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.sipasync.sip.transport.Transport;

/**
 * Writer of HEP version 3 packets (Homer, sipcapture.org): {@code HEP3}, the length, and chunks of
 * vendor, type, length and value. For one thread.
 */
final class HepPacket {
  /** Largest payload of a UDP datagram over IPv4. */
  private static final int MAX_PACKET = 65_507;

  private static final int HEADER = 6;
  private static final int CHUNK_HEADER = 6;

  /** Room for all chunks but payload, key and Call-ID. */
  private static final int FIXED = 200;

  private static final byte AF_INET = 2;
  private static final byte AF_INET6 = 10;
  private static final byte IPPROTO_TCP = 6;
  private static final byte IPPROTO_UDP = 17;
  private static final byte SIP = 1;

  private static final int FAMILY = 1;
  private static final int PROTOCOL = 2;
  private static final int SOURCE_IPV4 = 3;
  private static final int DESTINATION_IPV4 = 4;
  private static final int SOURCE_IPV6 = 5;
  private static final int DESTINATION_IPV6 = 6;
  private static final int SOURCE_PORT = 7;
  private static final int DESTINATION_PORT = 8;
  private static final int SECONDS = 9;
  private static final int MICROSECONDS = 10;
  private static final int PROTOCOL_TYPE = 11;
  private static final int CAPTURE_ID = 12;
  private static final int AUTHENTICATION_KEY = 14;
  private static final int PAYLOAD = 15;
  private static final int CORRELATION_ID = 17;

  private final int captureId;
  private final byte[] key;
  private final ByteBuffer out = ByteBuffer.allocateDirect(MAX_PACKET);

  /**
   * Creates a writer.
   *
   * @param captureId number of this agent, 32 bits
   * @param key authentication key; empty for none
   */
  HepPacket(long captureId, String key) {
    this.captureId = (int) captureId;
    this.key = key.getBytes(StandardCharsets.UTF_8);
  }

  /** Encodes a message; null if it does not fit. The buffer is reused for the next one. */
  ByteBuffer of(Capture capture) {
    int callId = capture.callIdEnd() - capture.callIdStart();
    if (FIXED + key.length + callId + capture.length() > MAX_PACKET) {
      return null;
    }
    out.clear().position(HEADER);
    addresses(capture);
    chunk(SECONDS, 4).putInt((int) Math.floorDiv(capture.atMicros(), 1_000_000L));
    chunk(MICROSECONDS, 4).putInt((int) Math.floorMod(capture.atMicros(), 1_000_000L));
    chunk(PROTOCOL_TYPE, 1).put(SIP);
    chunk(CAPTURE_ID, 4).putInt(captureId);
    if (key.length > 0) {
      chunk(AUTHENTICATION_KEY, key.length).put(key);
    }
    if (callId > 0) {
      chunk(CORRELATION_ID, callId).put(capture.bytes(), capture.callIdStart(), callId);
    }
    chunk(PAYLOAD, capture.length()).put(capture.bytes(), 0, capture.length());
    out.flip();
    out.put(0, (byte) 'H').put(1, (byte) 'E').put(2, (byte) 'P').put(3, (byte) '3');
    return out.putShort(4, (short) out.limit());
  }

  private void addresses(Capture capture) {
    InetAddress local = capture.local().getAddress();
    InetAddress remote = capture.remote().getAddress();
    InetAddress source = capture.isReceived() ? remote : local;
    InetAddress destination = capture.isReceived() ? local : remote;
    boolean isIpv4 = remote instanceof Inet4Address;
    chunk(FAMILY, 1).put(isIpv4 ? AF_INET : AF_INET6);
    chunk(PROTOCOL, 1).put(capture.transport() == Transport.UDP ? IPPROTO_UDP : IPPROTO_TCP);
    address(isIpv4 ? SOURCE_IPV4 : SOURCE_IPV6, source, isIpv4);
    address(isIpv4 ? DESTINATION_IPV4 : DESTINATION_IPV6, destination, isIpv4);
    int from = (capture.isReceived() ? capture.remote() : capture.local()).getPort();
    int to = (capture.isReceived() ? capture.local() : capture.remote()).getPort();
    chunk(SOURCE_PORT, 2).putShort((short) from);
    chunk(DESTINATION_PORT, 2).putShort((short) to);
  }

  /** Writes an address; one of another family than the peer's, as of all addresses, as zeros. */
  private void address(int type, InetAddress address, boolean isIpv4) {
    byte[] bytes = address.getAddress();
    int length = isIpv4 ? 4 : 16;
    chunk(type, length).put(bytes.length == length ? bytes : new byte[length]);
  }

  private ByteBuffer chunk(int type, int length) {
    return out.putShort((short) 0).putShort((short) type).putShort((short) (CHUNK_HEADER + length));
  }
}
