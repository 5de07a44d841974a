package org.sipasync.sip.transport.tls;

/** Certificates that a server asks of its clients (mutual TLS). */
public enum ClientAuth {
  /** None is asked for. */
  NONE,
  /** One is asked for; a client without one is accepted, one with an untrusted one is not. */
  WANT,
  /** A client without a trusted certificate is refused. */
  NEED
}
