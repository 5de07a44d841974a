package org.sipasync.sip.message;

/** Reads one header's value or a URI from left to right; each step advances or throws. */
final class Cursor {
  byte[] data;
  int end;
  String name;
  int pos;

  /** Start of the last token, host or parameter value. */
  int start;

  int stop;

  Cursor(byte[] data, int pos, int end, String name) {
    aim(data, pos, end, name);
  }

  /** Restarts on another range, so that one object serves all headers of a message. */
  final Cursor aim(byte[] data, int pos, int end, String name) {
    this.data = data;
    this.pos = pos;
    this.end = end;
    this.name = name;
    return this;
  }

  static Cursor of(String text, String name) {
    byte[] data = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new Cursor(data, 0, data.length, name);
  }

  ParseException bad() {
    return ParseException.bad(name);
  }

  boolean done() {
    return pos >= end;
  }

  int peek() {
    return pos < end ? data[pos] : -1;
  }

  Cursor lws() {
    while (pos < end && Ascii.lws(data[pos])) pos++;
    return this;
  }

  /** Skips a separator and the white space around it; false if there is none. */
  boolean take(char separator) {
    int before = pos;
    if (lws().peek() == separator) {
      pos++;
      lws();
      return true;
    }
    pos = before;
    return false;
  }

  void expect(char separator) throws ParseException {
    if (!take(separator)) throw bad();
  }

  void expectEnd() throws ParseException {
    if (!lws().done()) throw bad();
  }

  void skipToken() throws ParseException {
    start = pos;
    while (pos < end && Ascii.token(data[pos])) pos++;
    stop = pos;
    if (start == stop) throw bad();
  }

  String token() throws ParseException {
    skipToken();
    return last();
  }

  String last() {
    return Ascii.text(data, start, stop);
  }

  /** Skips a quoted string; the text between the quotes becomes the range. */
  void skipQuoted() throws ParseException {
    if (peek() != '"') throw bad();
    start = ++pos;
    while (pos < end && data[pos] != '"') pos += data[pos] == '\\' ? 2 : 1;
    if (pos >= end) throw bad();
    stop = pos++;
  }

  String quoted() throws ParseException {
    skipQuoted();
    return unquote(last());
  }

  static String unquote(String text) {
    if (text.indexOf('\\') < 0) return text;
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) i++;
      out.append(text.charAt(i));
    }
    return out.toString();
  }

  /** Reads a number; throws if there are no digits or it exceeds the maximum. */
  long number(long max) throws ParseException {
    long value = 0;
    int from = pos;
    while (pos < end && Ascii.digit(data[pos])) {
      value = value * 10 + data[pos++] - '0';
      if (value > max) throw bad();
    }
    if (pos == from) throw bad();
    return value;
  }

  /** Skips a host name, an IPv4 address or an IPv6 reference. */
  void skipHost() throws ParseException {
    start = pos;
    if (peek() == '[') {
      while (pos < end && data[pos] != ']') pos++;
      if (done() || !HostSyntax.ipv6(data, start + 1, pos)) throw bad();
      pos++;
    } else {
      while (pos < end && Ascii.host(data[pos])) pos++;
      if (!HostSyntax.name(data, start, pos)) throw bad();
    }
    stop = pos;
  }

  /** Skips a parameter's value (token, host or quoted string); false if there is none. */
  boolean skipValue() throws ParseException {
    if (!take('=')) return false;
    if (peek() == '"') {
      skipQuoted();
      return true;
    }
    start = pos;
    while (pos < end && valueByte(data[pos])) pos++;
    stop = pos;
    if (start == stop) throw bad();
    return true;
  }

  /**
   * Returns true for bytes of an unquoted value: those of tokens and hosts, and others that peers
   * send and that are unambiguous.
   */
  private static boolean valueByte(byte b) {
    return Ascii.token(b)
        || b == '['
        || b == ']'
        || b == ':'
        || b == '/'
        || b == '@'
        || b == '&'
        || b == '$'
        || b == '('
        || b == ')'
        || b == '?'
        || b == '#'
        || b < 0;
  }
}
