package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Character classes of RFC 3261 25.1 as one table, and comparisons without case. */
final class Ascii {
  private static final byte TOKEN = 1;
  private static final byte URI = 2;
  private static final byte HOST = 4;
  private static final byte HEX = 8;
  private static final byte CALL_ID = 16;

  /** Ordinary character of a header's value: neither control character nor backslash. */
  private static final byte PLAIN = 32;

  private static final byte[] CLASSES = new byte[256];

  static {
    for (int b = 0; b < 256; b++)
      if (b != '\\' && b != 127 && (b >= ' ' || b == '\t')) CLASSES[b] = PLAIN;
    mark("-.!%*_+`'~", TOKEN | CALL_ID);
    mark("()<>:\\\"/[]?{}@", CALL_ID);
    mark(";/?:@&=+$,-_.!~*'()%[]#", URI);
    mark("-._", HOST);
    mark("0123456789abcdefABCDEF", HEX);
    for (char c = '0'; c <= '9'; c++) mark("" + c, TOKEN | URI | HOST | CALL_ID);
    for (char c = 'a'; c <= 'z'; c++)
      mark("" + c + Character.toUpperCase(c), TOKEN | URI | HOST | CALL_ID);
  }

  private Ascii() {}

  private static void mark(String characters, int classes) {
    for (char c : characters.toCharArray()) CLASSES[c] |= (byte) classes;
  }

  private static boolean is(int b, byte kind) {
    return (CLASSES[b & 0xff] & kind) != 0;
  }

  static boolean token(int b) {
    return is(b, TOKEN);
  }

  static boolean uri(int b) {
    return is(b, URI);
  }

  static boolean host(int b) {
    return is(b, HOST);
  }

  static boolean hex(int b) {
    return is(b, HEX);
  }

  static boolean callId(int b) {
    return is(b, CALL_ID);
  }

  static boolean plain(int b) {
    return is(b, PLAIN);
  }

  static boolean digit(int b) {
    return b >= '0' && b <= '9';
  }

  static boolean lws(int b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /**
   * Returns true if a header's value may contain this byte. Most control characters need a
   * backslash before them.
   */
  static boolean allowed(int b, boolean escaped) {
    boolean control = b >= 0 && b < ' ' && b != '\t' || b == 127;
    return !control || escaped && b != '\r' && b != '\n';
  }

  static boolean isToken(String text) {
    if (text.isEmpty()) return false;
    for (int i = 0; i < text.length(); i++)
      if (text.charAt(i) > 127 || !token(text.charAt(i))) return false;
    return true;
  }

  static int lower(int b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }

  static boolean same(byte[] data, int from, int to, String text) {
    if (to - from != text.length()) return false;
    for (int i = from; i < to; i++)
      if (lower(data[i]) != lower(text.charAt(i - from))) return false;
    return true;
  }

  /** Decodes UTF-8; each line folding becomes one space. */
  static String text(byte[] data, int from, int to) {
    int fold = from;
    while (fold < to && data[fold] != '\r') fold++;
    if (fold == to) return new String(data, from, to - from, UTF_8);
    byte[] out = new byte[to - from];
    int n = 0;
    for (int i = from; i < to; i++) {
      if (data[i] != '\r') {
        out[n++] = data[i];
        continue;
      }
      while (i + 1 < to && lws(data[i + 1])) i++;
      out[n++] = ' ';
    }
    return new String(out, 0, n, UTF_8);
  }

  /** Checks text from an application: a line break in it would inject a header. */
  static String line(String text, String name) {
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!allowed(c, escaped))
        throw new IllegalArgumentException(
            name + ": control character at index " + i + "; remove or escape it");
      escaped = c == '\\' && !escaped;
    }
    return text;
  }
}
