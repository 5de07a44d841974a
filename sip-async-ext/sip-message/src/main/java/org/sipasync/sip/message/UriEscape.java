package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Percent escapes of sip URIs (RFC 3261 19.1.2), and their normal forms for comparisons. */
final class UriEscape {
  private static final String HEX = "0123456789ABCDEF";
  private static final String MARK = "-_.!~*'()";

  private UriEscape() {}

  static String user(String text) {
    return escape(text, MARK + "&=+$,;?/");
  }

  static String password(String text) {
    return escape(text, MARK + "&=+$,");
  }

  static String header(String text) {
    return escape(text, MARK + "[]/?:+$");
  }

  static String parameter(String text) {
    return escape(text, MARK + "[]/:&+$");
  }

  private static String escape(String text, String allowed) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte b : text.getBytes(UTF_8)) {
      boolean plain = b > 0 && (Character.isLetterOrDigit(b) || allowed.indexOf(b) >= 0);
      if (plain) out.append((char) b);
      else out.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
    }
    return out.toString();
  }

  static String unescape(String text) {
    if (text.indexOf('%') < 0) return text;
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    byte[] data = text.getBytes(UTF_8);
    for (int i = 0; i < data.length; i++) {
      boolean escape =
          data[i] == '%' && i + 2 < data.length && Ascii.hex(data[i + 1]) && Ascii.hex(data[i + 2]);
      if (escape) {
        out.write(Character.digit(data[i + 1], 16) << 4 | Character.digit(data[i + 2], 16));
        i += 2;
      } else {
        out.write(data[i]);
      }
    }
    return out.toString(UTF_8);
  }

  /**
   * Returns a normal form for comparisons: escapes of unreserved characters are decoded, all others
   * are in upper case.
   */
  static String normal(String text) {
    if (text == null || text.indexOf('%') < 0) return text;
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < text.length()) {
        int value = Integer.parseInt(text, i + 1, i + 3, 16);
        boolean plain =
            value < 128 && (Character.isLetterOrDigit(value) || MARK.indexOf(value) >= 0);
        if (plain) out.append((char) value);
        else out.append(text.substring(i, i + 3).toUpperCase(Locale.ROOT));
        i += 2;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  static String canonical(String text) {
    return text == null ? "" : normal(text).toLowerCase(Locale.ROOT);
  }

  static Map<String, String> canonical(Map<String, String> map) {
    Map<String, String> out = new HashMap<>();
    map.forEach((name, value) -> out.put(canonical(name), canonical(value)));
    return out;
  }
}
