package org.sipasync.sip.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

/** Captures for tests. */
final class Captures {
  static final InetSocketAddress HERE = new InetSocketAddress("127.0.0.1", 5060);
  static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 5070);
  static final long AT = 1_700_000_000_123_456L;

  private Captures() {}

  /** Flow by which nothing is sent. */
  record FixedFlow(InetSocketAddress local, InetSocketAddress remote) implements Flow {
    @Override
    public void send(byte[] message, Runnable onFailed) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Transport transport() {
      return Transport.UDP;
    }
  }

  static Capture received(String text) {
    return of(text, true, HERE, PEER);
  }

  static Capture of(
      String text, boolean isReceived, InetSocketAddress local, InetSocketAddress remote) {
    Capture capture = new Capture();
    capture.set(AT, isReceived, Transport.UDP, local, remote);
    byte[] bytes = text.getBytes(UTF_8);
    capture.set(bytes, bytes.length);
    return capture;
  }

  static String text(Capture capture) {
    return new String(capture.bytes(), 0, capture.length(), UTF_8);
  }

  /** A request without a body. */
  static String request(String callId, int cseq) {
    return "OPTIONS sip:b@example.com SIP/2.0\r\n"
        + "Via: SIP/2.0/UDP 192.0.2.7:5070;branch=z9hG4bK1\r\n"
        + "From: \"Olga\" <sip:olga@example.com>;tag=1\r\n"
        + "To: <sip:b@example.com>\r\n"
        + "Call-ID: "
        + callId
        + "\r\nCSeq: "
        + cseq
        + " OPTIONS\r\n\r\n";
  }
}
