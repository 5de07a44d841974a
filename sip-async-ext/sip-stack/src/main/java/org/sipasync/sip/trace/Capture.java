package org.sipasync.sip.trace;

import java.net.InetSocketAddress;
import org.sipasync.sip.transport.Transport;

/**
 * One message on its way to the sinks, with its credentials masked. Reused for the next message: a
 * sink copies what it keeps. For the loop's thread.
 */
final class Capture {
  private static final int SMALL = 2_048;

  private byte[] bytes = new byte[SMALL];
  private int length;
  private long atMicros;
  private boolean isReceived;
  private Transport transport;
  private InetSocketAddress local;
  private InetSocketAddress remote;
  private int callIdStart;
  private int callIdEnd;

  /** Takes a copy of a message and masks it. */
  void set(byte[] data, int newLength) {
    if (bytes.length < newLength) {
      bytes = new byte[newLength];
    }
    System.arraycopy(data, 0, bytes, 0, newLength);
    length = newLength;
    callIdStart = 0;
    callIdEnd = 0;
    new CredentialMask(this).run();
  }

  void set(
      long newAtMicros,
      boolean newIsReceived,
      Transport newTransport,
      InetSocketAddress newLocal,
      InetSocketAddress newRemote) {
    atMicros = newAtMicros;
    isReceived = newIsReceived;
    transport = newTransport;
    local = newLocal;
    remote = newRemote;
  }

  void callId(int start, int end) {
    callIdStart = start;
    callIdEnd = end;
  }

  /** Returns the array whose first bytes are the message. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Returns the time in microseconds since 1970. */
  long atMicros() {
    return atMicros;
  }

  boolean isReceived() {
    return isReceived;
  }

  Transport transport() {
    return transport;
  }

  InetSocketAddress local() {
    return local;
  }

  InetSocketAddress remote() {
    return remote;
  }

  /** Returns the index of the Call-ID's first byte. */
  int callIdStart() {
    return callIdStart;
  }

  /** Returns the index behind the Call-ID; equal to its start if there is none. */
  int callIdEnd() {
    return callIdEnd;
  }
}
