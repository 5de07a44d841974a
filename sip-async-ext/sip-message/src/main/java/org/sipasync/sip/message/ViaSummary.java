package org.sipasync.sip.message;

/**
 * The parts of a Via entry that transports need to send responses (RFC 3261 18.2, RFC 3581), read
 * in one pass without the objects of a {@link Via}.
 */
public final class ViaSummary {
  private final byte[] data;
  private final int transportStart;
  private final int transportEnd;
  private final int hostStart;
  private final int hostEnd;
  private final int port;
  private final boolean hasRport;
  private final boolean hasReceived;
  private final boolean hasAlias;
  private final boolean asksToKeep;

  ViaSummary(Cursor in) throws ParseException {
    data = in.data;
    Via.skipProtocol(in);
    transportStart = in.start;
    transportEnd = in.stop;
    in.lws().skipHost();
    hostStart = in.start;
    hostEnd = in.stop;
    port = Via.readPort(in);
    boolean rport = false;
    boolean received = false;
    boolean alias = false;
    boolean keep = false;
    while (in.take(';')) {
      in.skipToken();
      rport |= Ascii.same(data, in.start, in.stop, "rport");
      received |= Ascii.same(data, in.start, in.stop, "received");
      alias |= Ascii.same(data, in.start, in.stop, "alias");
      boolean isKeep = Ascii.same(data, in.start, in.stop, "keep");
      keep |= !in.skipValue() && isKeep;
    }
    hasRport = rport;
    hasReceived = received;
    hasAlias = alias;
    asksToKeep = keep;
  }

  /** Returns true if the transport has this name; ignores case. */
  public boolean isTransport(String name) {
    return Ascii.same(data, transportStart, transportEnd, name);
  }

  /**
   * Returns true if the sent-by host is this address.
   *
   * @param address IPv4, or IPv6 without brackets
   */
  public boolean isHost(String address) {
    boolean brackets = data[hostStart] == '[';
    return Ascii.same(data, hostStart + (brackets ? 1 : 0), hostEnd - (brackets ? 1 : 0), address);
  }

  /** Returns the sent-by port; -1 if there is none. */
  public int port() {
    return port;
  }

  public boolean hasRport() {
    return hasRport;
  }

  public boolean hasReceived() {
    return hasReceived;
  }

  /** Returns true if the peer offers its connection for requests to it (RFC 5923). */
  public boolean hasAlias() {
    return hasAlias;
  }

  /** Returns true if the peer offers to send keep-alives (RFC 6223): keep without a value. */
  public boolean asksToKeep() {
    return asksToKeep;
  }
}
