package org.sipasync.sip.message;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** tel URI (RFC 3966). Equality ignores visual separators and the order of parameters. */
public final class TelUri implements Uri {
  private final String text;
  private final String number;
  private final Parameters parameters;

  private TelUri(String text, String number, Parameters parameters) {
    this.text = text;
    this.number = number;
    this.parameters = parameters;
  }

  static TelUri read(String text, String name) throws ParseException {
    int end = text.indexOf(';');
    String number = text.substring(4, end < 0 ? text.length() : end);
    Cursor in = Cursor.of(end < 0 ? "" : text.substring(end), name);
    Parameters parameters = Parameters.read(in);
    in.expectEnd();
    boolean global = number.startsWith("+");
    String digits = strip(number);
    if (digits.length() == (global ? 1 : 0)) throw in.bad();
    for (int i = global ? 1 : 0; i < digits.length(); i++)
      if (!Ascii.digit(digits.charAt(i)) && (global || !localDigit(digits.charAt(i))))
        throw in.bad();
    return new TelUri(text, number, parameters);
  }

  private static boolean localDigit(char c) {
    return c < 128 && Ascii.hex(c) || c == '*' || c == '#';
  }

  private static String strip(String number) {
    StringBuilder out = new StringBuilder(number.length());
    for (int i = 0; i < number.length(); i++)
      if ("-.()".indexOf(number.charAt(i)) < 0) out.append(number.charAt(i));
    return out.toString();
  }

  @Override
  public String scheme() {
    return "tel";
  }

  public boolean global() {
    return number.startsWith("+");
  }

  /** Returns the number as written, with '+' and visual separators. */
  public String number() {
    return number;
  }

  public Parameters parameters() {
    return parameters;
  }

  private Map<String, String> comparable() {
    Map<String, String> map = new HashMap<>();
    for (Parameters.Parameter p : parameters.list())
      map.put(
          p.name().toLowerCase(Locale.ROOT),
          p.value() == null ? "" : strip(p.value()).toLowerCase(Locale.ROOT));
    map.put("", strip(number).toLowerCase(Locale.ROOT));
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TelUri that && comparable().equals(that.comparable());
  }

  @Override
  public int hashCode() {
    return strip(number).toLowerCase(Locale.ROOT).hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
