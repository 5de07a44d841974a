package org.sipasync.sip.transport;

/** Recognition of datagrams that only keep a NAT binding open. */
final class KeepAlives {
  private static final int STUN_HEADER = 20;
  private static final int STUN_COOKIE = 0x2112a442;

  private KeepAlives() {}

  /**
   * Returns true for an empty datagram, one of line ends, NULs and blanks only, and STUN (RFC 8489
   * 6).
   */
  static boolean isKeepAlive(byte[] data, int length) {
    return isStun(data, length) || isBlank(data, length);
  }

  private static boolean isBlank(byte[] data, int length) {
    for (int i = 0; i < length; i++) {
      byte b = data[i];
      if (b != '\r' && b != '\n' && b != 0 && b != ' ') {
        return false;
      }
    }
    return true;
  }

  private static boolean isStun(byte[] data, int length) {
    return length >= STUN_HEADER
        && (data[0] & 0xc0) == 0
        && ((data[4] & 0xff) << 24
                | (data[5] & 0xff) << 16
                | (data[6] & 0xff) << 8
                | data[7] & 0xff)
            == STUN_COOKIE;
  }
}
