package org.sipasync.sip.transport;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * STUN as phones behind NATs use it to keep a flow of datagrams alive, and to notice that their
 * address has changed (RFC 5626 4.4.2, RFC 8489).
 */
final class Stun {
  private static final int HEADER = 20;
  private static final int COOKIE = 0x2112a442;
  private static final short BINDING_REQUEST = 0x0001;
  private static final short BINDING_SUCCESS = 0x0101;
  private static final short BINDING_ERROR = 0x0111;
  private static final short ERROR_CODE = 0x0009;
  private static final short UNKNOWN_ATTRIBUTES = 0x000a;
  private static final short XOR_MAPPED_ADDRESS = 0x0020;

  /** Attributes with this bit may be skipped by those who do not know them. */
  private static final int OPTIONAL = 0x8000;

  private static final String UNKNOWN = "Unknown Attribute";

  private Stun() {}

  /** True for a datagram that is STUN, not SIP (RFC 8489 5). */
  static boolean isStun(byte[] data, int length) {
    return length >= HEADER
        && (data[0] & 0xc0) == 0
        && ByteBuffer.wrap(data, 4, 4).getInt() == COOKIE;
  }

  /**
   * Answers a Binding request: with the address that it came from, or 420 if it needs an attribute
   * that is not known here; null for everything else.
   */
  static byte[] answer(byte[] data, int length, InetSocketAddress source) {
    ByteBuffer request = ByteBuffer.wrap(data, 0, length);
    if (request.getShort() != BINDING_REQUEST || request.getShort() != length - HEADER) {
      return null;
    }
    byte[] transaction = new byte[HEADER - 4];
    request.get(transaction);
    int unknown = unknownAttribute(request);
    if (unknown < 0) {
      return null;
    }
    return unknown == 0 ? success(transaction, source) : refusal(transaction, unknown);
  }

  /** Returns the first attribute that has to be known; 0 if there is none, -1 if it is cut. */
  private static int unknownAttribute(ByteBuffer in) {
    while (in.remaining() > 0) {
      if (in.remaining() < 4) {
        return -1;
      }
      int type = in.getShort() & 0xffff;
      int padded = (in.getShort() & 0xffff) + 3 & ~3;
      if (padded > in.remaining()) {
        return -1;
      }
      if (type < OPTIONAL) {
        return type;
      }
      in.position(in.position() + padded);
    }
    return 0;
  }

  private static byte[] success(byte[] transaction, InetSocketAddress source) {
    byte[] address = source.getAddress().getAddress();
    int length = 4 + address.length;
    ByteBuffer out = header(BINDING_SUCCESS, 4 + length, transaction);
    out.putShort(XOR_MAPPED_ADDRESS).putShort((short) length);
    out.putShort((short) (source.getAddress() instanceof Inet4Address ? 1 : 2));
    out.putShort((short) (source.getPort() ^ COOKIE >>> 16));
    for (int i = 0; i < address.length; i++) {
      out.put((byte) (address[i] ^ transaction[i])); // cookie and transaction id, in this order
    }
    return out.array();
  }

  private static byte[] refusal(byte[] transaction, int attribute) {
    int reason = 4 + UNKNOWN.length() + 3 & ~3;
    ByteBuffer out = header(BINDING_ERROR, 4 + reason + 8, transaction);
    out.putShort(ERROR_CODE).putShort((short) (4 + UNKNOWN.length()));
    out.putShort((short) 0).put((byte) 4).put((byte) 20);
    for (int i = 0; i < reason - 4; i++) {
      out.put((byte) (i < UNKNOWN.length() ? UNKNOWN.charAt(i) : 0));
    }
    out.putShort(UNKNOWN_ATTRIBUTES).putShort((short) 2).putShort((short) attribute);
    return out.array();
  }

  /** Returns a message of this many bytes of attributes; {@code transaction} has the cookie. */
  private static ByteBuffer header(short type, int length, byte[] transaction) {
    return ByteBuffer.allocate(HEADER + length)
        .putShort(type)
        .putShort((short) length)
        .put(transaction);
  }
}
