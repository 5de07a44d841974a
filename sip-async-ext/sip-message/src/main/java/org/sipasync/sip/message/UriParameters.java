package org.sipasync.sip.message;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Parameters of a sip URI as written, without the first semicolon; "" if there are none. Kept as
 * text, because most are never asked for.
 */
final class UriParameters {
  /** Length up to which comparing each name with all others is cheaper than a set. */
  private static final int SHORT = 64;

  private UriParameters() {}

  /** Refuses duplicates (19.1.1), and more parameters than {@link Limits#PARAMETERS}. */
  static void check(String text, String name) throws ParseException {
    if (text.length() > SHORT || text.indexOf('%') >= 0) {
      checkAll(text, name);
      return;
    }
    for (int i = 0; i >= 0; i = next(text, i))
      for (int j = next(text, i); j >= 0; j = next(text, j))
        if (haveOneName(text, i, j)) throw ParseException.bad(name);
  }

  private static boolean haveOneName(String text, int one, int other) {
    int length = nameEnd(text, one) - one;
    return length == nameEnd(text, other) - other
        && text.regionMatches(true, one, text, other, length);
  }

  private static void checkAll(String text, String name) throws ParseException {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i >= 0; i = next(text, i)) {
      if (seen.size() == Limits.PARAMETERS) throw ParseException.tooManyParameters(name);
      String key = text.substring(i, nameEnd(text, i));
      if (!seen.add(UriEscape.canonical(key))) throw ParseException.bad(name);
    }
  }

  /** Returns the start of the next parameter; -1 if this is the last. */
  private static int next(String text, int from) {
    int semicolon = text.indexOf(';', from);
    return semicolon < 0 ? -1 : semicolon + 1;
  }

  private static int nameEnd(String text, int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) != '=' && text.charAt(i) != ';') i++;
    return i;
  }

  private static boolean isNamed(String text, int from, String name) {
    int end = nameEnd(text, from);
    int escape = text.indexOf('%', from);
    if (escape >= 0 && escape < end)
      return UriEscape.unescape(text.substring(from, end)).equalsIgnoreCase(name);
    return end - from == name.length() && text.regionMatches(true, from, name, 0, end - from);
  }

  /** Returns the value of a parameter, unescaped; null if absent, "" if it has no value. */
  static String get(String text, String name) {
    if (text.isEmpty()) return null;
    for (int i = 0; i >= 0; i = next(text, i))
      if (isNamed(text, i, name)) {
        String value = value(text, i);
        return value == null ? "" : UriEscape.unescape(value);
      }
    return null;
  }

  private static String value(String text, int from) {
    int nameEnd = nameEnd(text, from);
    if (nameEnd == text.length() || text.charAt(nameEnd) == ';') return null;
    int end = text.indexOf(';', nameEnd);
    return text.substring(nameEnd + 1, end < 0 ? text.length() : end);
  }

  /** Returns the parameters in order, escaped; the value is null if there is none. */
  static Map<String, String> map(String text) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = text.isEmpty() ? -1 : 0; i >= 0; i = next(text, i))
      map.put(text.substring(i, nameEnd(text, i)), value(text, i));
    return map;
  }

  /** Returns the text without a parameter. */
  static String without(String text, String name) {
    if (get(text, name) == null) return text;
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i >= 0; i = next(text, i))
      if (!isNamed(text, i, name)) {
        int end = text.indexOf(';', i);
        append(out, text.substring(i, end < 0 ? text.length() : end));
      }
    return out.toString();
  }

  /**
   * Returns the text with a parameter, escaped as needed, in its old place or at the end; the value
   * may be null.
   */
  static String with(String text, String name, String value) {
    String escaped = UriEscape.parameter(name);
    String parameter = value == null ? escaped : escaped + '=' + UriEscape.parameter(value);
    StringBuilder out = new StringBuilder(text.length() + parameter.length() + 1);
    boolean isNew = get(text, name) == null;
    for (int i = 0; i >= 0 && !text.isEmpty(); i = next(text, i)) {
      int end = text.indexOf(';', i);
      boolean replaced = !isNew && isNamed(text, i, name);
      append(out, replaced ? parameter : text.substring(i, end < 0 ? text.length() : end));
    }
    if (isNew) append(out, parameter);
    return out.toString();
  }

  private static void append(StringBuilder out, String parameter) {
    if (out.length() > 0) out.append(';');
    out.append(parameter);
  }
}
