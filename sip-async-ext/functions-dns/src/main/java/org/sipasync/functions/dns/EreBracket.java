package org.sipasync.functions.dns;

import java.util.Map;

/** Parses a bracket expression, such as {@code [^[:alpha:]0-9]}, in POSIX's own locale: ASCII. */
final class EreBracket {
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alnum", "09AZaz"),
          Map.entry("alpha", "AZaz"),
          Map.entry("blank", "\t\t  "),
          Map.entry("cntrl", "\u0000\u001f\u007f\u007f"),
          Map.entry("digit", "09"),
          Map.entry("graph", "!~"),
          Map.entry("lower", "az"),
          Map.entry("print", " ~"),
          Map.entry("punct", "!/:@[`{~"),
          Map.entry("space", "\t\r  "),
          Map.entry("upper", "AZ"),
          Map.entry("xdigit", "09AFaf"));

  private final String text;
  private final StringBuilder ranges = new StringBuilder();
  private final boolean negated;
  private int at;

  /** Parses the text after a {@code [}. */
  EreBracket(String text, int begin) {
    this.text = text;
    this.at = begin;
    this.negated = begin < text.length() && text.charAt(begin) == '^';
    if (negated) {
      at++;
    }
    do {
      element();
    } while (current() != ']');
    at++;
  }

  /** Returns the first and the last character of each range. */
  String ranges() {
    return ranges.toString();
  }

  boolean isNegated() {
    return negated;
  }

  /** Returns the position after the closing bracket. */
  int end() {
    return at;
  }

  private char current() {
    if (at >= text.length()) {
      throw refused("a bracket expression does not end");
    }
    return text.charAt(at);
  }

  private void element() {
    if (text.startsWith("[:", at)) {
      String name = named(':');
      String known = CLASSES.get(name);
      if (known == null) {
        throw refused("there is no character class [:" + DnsNames.shown(name) + ":]");
      }
      ranges.append(known);
      return;
    }
    char first = character();
    char last = first;
    if (current() == '-' && at + 1 < text.length() && text.charAt(at + 1) != ']') {
      at++;
      last = character();
    }
    if (first > last) {
      throw refused("a range's ends are in the wrong order");
    }
    ranges.append(first).append(last);
  }

  /** Parses a character, a collating symbol {@code [.x.]} or an equivalence class {@code [=x=]}. */
  private char character() {
    if (text.startsWith("[:", at)) {
      throw refused("a character class cannot end a range");
    }
    for (char kind : new char[] {'.', '='}) {
      if (text.startsWith("[" + kind, at)) {
        String name = named(kind);
        if (name.length() != 1) {
          throw refused(
              "[%c%s%c] is not a single character".formatted(kind, DnsNames.shown(name), kind));
        }
        return name.charAt(0);
      }
    }
    char c = current();
    at++;
    return c;
  }

  /** Returns the text between {@code [:} and {@code :]}, or similar. */
  private String named(char kind) {
    int begin = at + 2;
    // [.].] and [=]=] name a bracket: the end is searched after the first character
    int end = text.indexOf(kind + "]", begin + 1);
    if (end < 0) {
      throw refused("[" + kind + " does not end");
    }
    at = end + 2;
    return text.substring(begin, end);
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        "the regular expression " + DnsNames.shown(text) + " is rejected: " + why);
  }
}
