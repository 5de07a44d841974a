package javax.servlet.sip;

/**
 * Path to a peer that the peer itself has opened (RFC 5626): a connection, or a pair of addresses
 * of datagrams. From JSR 359, where the API jar, which is JSR 289's, does not have it. Thread-safe.
 */
public interface Flow {
  /**
   * Returns a signed token for the user part of a URI of this server. A Route or Path with it leads
   * back by this flow, as long as it lasts and this process runs.
   *
   * @return never null
   */
  String getToken();

  /**
   * Returns this server's end, as in a Contact.
   *
   * @return a copy; never null
   */
  SipURI getLocalURI();

  /**
   * Returns the peer's end: address, port and transport.
   *
   * @return a copy; never null
   */
  SipURI getRemoteURI();

  /** Says that the application no longer wants to hear of this flow's failure. Idempotent. */
  void release();
}
