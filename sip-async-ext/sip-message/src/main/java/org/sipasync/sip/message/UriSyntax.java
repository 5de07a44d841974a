package org.sipasync.sip.message;

/** Syntax check of a URI, in one pass and without allocation. */
final class UriSyntax {
  private UriSyntax() {}

  /**
   * Checks the cursor's whole range: scheme, characters and escapes, and the host of sip and sips.
   */
  static void check(Cursor in) throws ParseException {
    int from = in.pos;
    int colon = scheme(in);
    for (int i = colon; i < in.end; i++) {
      byte b = in.data[i];
      if (b == '%' ? !escape(in, i) : !Ascii.uri(b)) throw in.bad();
    }
    if (colon + 1 == in.end) throw in.bad();
    in.pos = colon + 1;
    if (isSip(in.data, from, colon)) sip(in);
  }

  /**
   * True for a checked sip URI that {@link SipUri} can read for sure: its parameters have no
   * escapes, and their names begin with different letters, so that none is there twice.
   */
  static boolean isPlain(byte[] data, int from, int to) {
    int colon = -1;
    int letters = 0;
    for (int i = from; i < to; i++) {
      if (data[i] == '%') return false;
      if (data[i] == ':' && colon < 0) colon = i;
      if (data[i] != ';') continue;
      int letter = 1 << (data[i + 1] & 31); // a and A are one
      if ((letters & letter) != 0) return false;
      letters |= letter;
    }
    return isSip(data, from, colon);
  }

  static boolean isSip(byte[] data, int from, int colon) {
    return Ascii.same(data, from, colon, "sip") || Ascii.same(data, from, colon, "sips");
  }

  /** Returns true for the schemes allowed in a Request-URI; others get 416. */
  static boolean supported(byte[] data, int from, int colon) {
    return isSip(data, from, colon)
        || Ascii.same(data, from, colon, "tel")
        || Ascii.same(data, from, colon, "urn");
  }

  /** Returns the position of the colon after the scheme. */
  static int scheme(Cursor in) throws ParseException {
    int i = in.pos;
    if (i >= in.end || !letter(in.data[i])) throw in.bad();
    while (i < in.end && schemeByte(in.data[i])) i++;
    if (i == in.end || in.data[i] != ':') throw in.bad();
    return i;
  }

  private static boolean letter(byte b) {
    return Ascii.lower(b) >= 'a' && Ascii.lower(b) <= 'z';
  }

  private static boolean schemeByte(byte b) {
    return letter(b) || Ascii.digit(b) || b == '+' || b == '-' || b == '.';
  }

  private static boolean escape(Cursor in, int i) {
    return i + 2 < in.end && Ascii.hex(in.data[i + 1]) && Ascii.hex(in.data[i + 2]);
  }

  private static void sip(Cursor in) throws ParseException {
    int at = indexOf(in, in.pos, '@');
    if (at >= 0) {
      if (at == in.pos || indexOf(in, at + 1, '@') >= 0 || in.data[in.pos] == ':') throw in.bad();
      in.pos = at + 1;
    }
    in.skipHost();
    if (in.peek() == ':') {
      in.pos++;
      in.number(65_535);
    }
    int parameters = 0;
    while (in.peek() == ';') {
      if (++parameters > Limits.PARAMETERS) throw ParseException.tooManyParameters(in.name);
      in.pos++;
      int begin = in.pos;
      while (!in.done() && in.peek() != ';' && in.peek() != '?') in.pos++;
      if (in.pos == begin || in.data[begin] == '=') throw in.bad();
    }
    if (!in.done() && in.peek() != '?') throw in.bad();
  }

  private static int indexOf(Cursor in, int from, char c) {
    for (int i = from; i < in.end; i++) if (in.data[i] == c) return i;
    return -1;
  }
}
