package org.sipasync.sip.transport;

/** Recognition of datagrams that only keep a NAT binding open. */
final class KeepAlives {
  private KeepAlives() {}

  /**
   * Returns true for an empty datagram, one of line ends, NULs and blanks only, and STUN (RFC 8489
   * 6).
   */
  static boolean isKeepAlive(byte[] data, int length) {
    return Stun.isStun(data, length) || isBlank(data, length);
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
}
