package org.sipasync.sip.transport.tls;

import javax.net.ssl.SSLException;

/** Refusal of a peer by us rather than by the engine, in a few constant words and a detail. */
public final class TlsRefusal extends SSLException {
  private static final long serialVersionUID = 1L;

  private final String kind;

  public TlsRefusal(String kind) {
    this(kind, "");
  }

  /**
   * Creates a refusal.
   *
   * @param kind one of few constants
   * @param detail stands behind it; may quote the peer
   */
  public TlsRefusal(String kind, String detail) {
    super(kind + detail);
    this.kind = kind;
  }

  public String kind() {
    return kind;
  }
}
