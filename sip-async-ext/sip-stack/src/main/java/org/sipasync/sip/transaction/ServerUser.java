package org.sipasync.sip.transaction;

/** Events of one server transaction for its user, on the loop's thread. */
public interface ServerUser {
  /** An ACK to a 2xx has come with the INVITE's branch (RFC 6026). */
  void onAck();

  /** No ACK came for the final response; the transaction has terminated. */
  void onTimeout();

  /** A response could not be sent; the transaction lives on (RFC 6026 8.8). */
  void onTransportError();
}
