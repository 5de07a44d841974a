package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * One Via entry. Immutable.
 *
 * @param transport UDP, TCP, TLS, … as written
 * @param host sent-by host; an IPv6 address is in brackets
 * @param port sent-by port; -1 if there is none
 */
public record Via(String transport, String host, int port, Parameters parameters) {
  public static final String COOKIE = "z9hG4bK";

  private static final byte[] RECEIVED = ";received=".getBytes(US_ASCII);
  private static final byte[] RPORT = ";rport=".getBytes(US_ASCII);
  private static final byte[] EQUALS = {'='};
  private static final int MAX_DIGITS = 5;

  /** Returns true if a branch, which may be null, has the magic cookie (RFC 3261 8.1.1.7). */
  public static boolean isUnique(String branch) {
    return branch != null && branch.regionMatches(true, 0, COOKIE, 0, COOKIE.length());
  }

  public static Via parse(String text) throws ParseException {
    Cursor in = Cursor.of(text, "Via");
    Via via = read(in);
    in.expectEnd();
    return via;
  }

  static Via read(Cursor in) throws ParseException {
    skipProtocol(in);
    String transport = in.last();
    in.lws().skipHost();
    String host = in.last();
    return new Via(transport, host, readPort(in), Parameters.read(in));
  }

  /**
   * Advances past "SIP / version / transport"; the transport becomes the range. Any version passes:
   * refusing one with 505 is the start line's task.
   */
  static void skipProtocol(Cursor in) throws ParseException {
    in.lws().skipToken();
    if (!Ascii.same(in.data, in.start, in.stop, "SIP")) throw in.bad();
    in.expect('/');
    in.skipToken();
    in.expect('/');
    in.skipToken();
    if (!Ascii.lws(in.peek())) throw in.bad();
  }

  /** Reads up to the first error; null without transport and host. */
  static Via salvage(Cursor in) {
    Via via = null;
    try {
      skipProtocol(in);
      String transport = in.last();
      in.lws().skipHost();
      via = new Via(transport, in.last(), -1, Parameters.NONE);
      via = new Via(transport, via.host, readPort(in), Parameters.NONE);
      for (int i = 0; i < Limits.PARAMETERS && in.take(';'); i++) {
        Parameters.Parameter parameter = Parameters.one(in);
        boolean whole = in.lws().done() || in.peek() == ';' || in.peek() == ',';
        boolean flag = parameter.value() == null && parameter.name().equalsIgnoreCase("branch");
        if (!whole || flag || via.parameters.has(parameter.name())) break;
        via = via.with(parameter.name(), parameter.value());
      }
    } catch (ParseException | IllegalArgumentException e) {
      // the rest cannot be read
    }
    return via;
  }

  /** Returns the maximum number of bytes that {@link #received} writes. */
  static int receivedLength(Cursor in, String address) {
    return in.end
        - in.pos
        + RECEIVED.length
        + address.length()
        + RPORT.length
        + MAX_DIGITS
        + EQUALS.length
        + MAX_DIGITS;
  }

  /**
   * Writes a Via field with received and, if asked for, rport and the value of keep in its first
   * entry.
   *
   * @param keep seconds; 0 to leave keep as it is
   * @return the position after it
   */
  static int received(Cursor in, String address, int port, int keep, byte[] out, int at)
      throws ParseException {
    int from = in.pos;
    skipProtocol(in);
    in.lws().skipHost();
    readPort(in);
    int to = copy(in.data, from, in.pos, out, at);
    boolean rport = false;
    boolean kept = keep == 0;
    while (in.take(';')) {
      from = in.pos;
      in.skipToken();
      boolean asked = Ascii.same(in.data, in.start, in.stop, "rport");
      boolean replaced = asked || Ascii.same(in.data, in.start, in.stop, "received");
      boolean keeps = !kept && Ascii.same(in.data, in.start, in.stop, "keep");
      boolean hasValue = in.skipValue();
      rport |= asked;
      if (!replaced) {
        out[to] = ';';
        to = copy(in.data, from, in.pos, out, to + 1);
      }
      if (keeps && !hasValue) {
        to = digits(keep, out, copy(EQUALS, 0, EQUALS.length, out, to));
        kept = true;
      }
    }
    to = copy(RECEIVED, 0, RECEIVED.length, out, to);
    for (int i = 0; i < address.length(); i++) out[to++] = (byte) address.charAt(i);
    if (rport) to = digits(port, out, copy(RPORT, 0, RPORT.length, out, to));
    return copy(in.data, in.pos, in.end, out, to);
  }

  private static int copy(byte[] from, int start, int end, byte[] to, int at) {
    System.arraycopy(from, start, to, at, end - start);
    return at + end - start;
  }

  private static int digits(int number, byte[] out, int at) {
    int next = number >= 10 ? digits(number / 10, out, at) : at;
    out[next] = (byte) ('0' + number % 10);
    return next + 1;
  }

  static int readPort(Cursor in) throws ParseException {
    if (!in.take(':')) return -1;
    int port = (int) in.number(65_535);
    if (port == 0) throw in.bad();
    return port;
  }

  /** Returns the branch; null if there is none (RFC 2543). */
  public String branch() {
    return parameters.get("branch");
  }

  /** Returns the address that a server added; null if none did. */
  public String received() {
    return parameters.get("received");
  }

  /**
   * Returns the port that a server added; 0 if requested but not yet added; -1 if absent or
   * malformed.
   */
  public int rport() {
    String text = parameters.get("rport");
    if (text == null) return -1;
    if (text.isEmpty()) return 0;
    try {
      return (int) Cursor.of(text, "Via").number(65_535);
    } catch (ParseException e) {
      return -1;
    }
  }

  public Via with(String name, String value) {
    return new Via(transport, host, port, parameters.with(name, value));
  }

  @Override
  public String toString() {
    return "SIP/2.0/" + transport + " " + host + (port < 0 ? "" : ":" + port) + parameters;
  }
}
