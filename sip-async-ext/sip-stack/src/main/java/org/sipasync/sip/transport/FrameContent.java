package org.sipasync.sip.transport;

import org.sipasync.sip.message.SipMessage;

/** Content of a WebSocket's frame: one message, or a keep-alive (RFC 7118 5.1). */
final class FrameContent {
  private FrameContent() {}

  /** Returns true for a keep-alive, or nothing. */
  static boolean isLineEnds(byte[] data) {
    for (byte b : data) {
      if (b != '\r' && b != '\n') {
        return false;
      }
    }
    return true;
  }

  /** Returns true if nothing but line ends follows the body. */
  static boolean isOneMessage(SipMessage message, byte[] data, int length) {
    int end = 0;
    while (end < length && (data[end] == '\r' || data[end] == '\n')) {
      end++;
    }
    while (end + 4 <= length && !isEndOfHeaders(data, end)) {
      end++;
    }
    for (int i = end + 4 + message.bodyLength(); i < length; i++) {
      if (data[i] != '\r' && data[i] != '\n') {
        return false;
      }
    }
    return true;
  }

  private static boolean isEndOfHeaders(byte[] data, int at) {
    return data[at] == '\r' && data[at + 1] == '\n' && data[at + 2] == '\r' && data[at + 3] == '\n';
  }
}
