package org.sipasync.sip.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** Tells datagrams that begin something from those that go on with it, by their first bytes. */
final class Beginnings {
  private static final byte[][] GOING_ON = {
    bytes("SIP/2.0 "), bytes("ACK "), bytes("BYE "), bytes("CANCEL "), bytes("PRACK ")
  };

  private Beginnings() {}

  private static byte[] bytes(String start) {
    return start.getBytes(US_ASCII);
  }

  /**
   * Returns true for requests other than ACK, BYE, CANCEL and PRACK: their sender repeats them.
   *
   * @param datagram from its position; not changed
   */
  static boolean begins(ByteBuffer datagram) {
    for (byte[] start : GOING_ON) {
      if (startsWith(datagram, start)) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(ByteBuffer datagram, byte[] start) {
    if (datagram.remaining() < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if (datagram.get(datagram.position() + i) != start[i]) {
        return false;
      }
    }
    return true;
  }
}
