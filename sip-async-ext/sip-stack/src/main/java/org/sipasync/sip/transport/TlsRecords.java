package org.sipasync.sip.transport;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import org.sipasync.sip.transport.tls.TlsRefusal;

/** Looks at the headers of TLS records before an engine does, for a clear word on what is wrong. */
final class TlsRecords {
  private static final int HEADER = 5;
  private static final int MAX_LENGTH = (16 << 10) + 2_048;
  private static final int FIRST_TYPE = 20;
  private static final int LAST_TYPE = 24;
  private static final int HANDSHAKE = 22;
  private static final int MAJOR = 3;

  private TlsRecords() {}

  /**
   * Refuses bytes that begin no record.
   *
   * @param in bytes between position and limit; nothing is read
   * @param isFirst true if nothing has come before
   */
  static void check(ByteBuffer in, boolean isFirst) throws SSLException {
    if (!in.hasRemaining()) {
      return;
    }
    int at = in.position();
    int type = in.get(at);
    if (isFirst && type != HANDSHAKE) {
      throw new TlsRefusal(
          isText(type) ? "the peer speaks plain SIP on a TLS port" : "this is no TLS");
    }
    if (type < FIRST_TYPE || type > LAST_TYPE || in.remaining() > 1 && in.get(at + 1) != MAJOR) {
      throw new TlsRefusal("this is no TLS record");
    }
    int length = in.remaining() < HEADER ? 0 : in.getShort(at + 3) & 0xffff;
    if (length > MAX_LENGTH) {
      throw new TlsRefusal("a TLS record is too long, bytes: ", Integer.toString(length));
    }
  }

  private static boolean isText(int type) {
    return type >= ' ' && type < 0x7f || type == '\r' || type == '\n';
  }

  /** True if the first bytes of a plain connection begin a TLS handshake. */
  static boolean isHandshake(ByteBuffer in) {
    return in.remaining() > 1
        && in.get(in.position()) == HANDSHAKE
        && in.get(in.position() + 1) == MAJOR;
  }
}
