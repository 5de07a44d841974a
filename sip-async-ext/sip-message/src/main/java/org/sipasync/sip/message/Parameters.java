package org.sipasync.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Parameters of a header entry or a URI, in order. Names ignore case. Immutable. */
public final class Parameters {
  public static final Parameters NONE = new Parameters(List.of());

  /** Name and value; the value is null if there is none, and unquoted. */
  public record Parameter(String name, String value) {}

  private final List<Parameter> list;

  Parameters(List<Parameter> list) {
    this.list = List.copyOf(list);
  }

  /**
   * Parses ";name=value;flag".
   *
   * @throws ParseException 400 if it is malformed
   */
  public static Parameters parse(String text) throws ParseException {
    Cursor in = Cursor.of(text, "Parameters");
    Parameters parameters = read(in);
    in.expectEnd();
    return parameters;
  }

  /** Reads *( SEMI name [ EQUAL value ] ). */
  static Parameters read(Cursor in) throws ParseException {
    return in.take(';') ? list(in, ';') : NONE;
  }

  /** Reads name [ EQUAL value ] *( separator name [ EQUAL value ] ). */
  static Parameters list(Cursor in, char separator) throws ParseException {
    List<Parameter> list = new ArrayList<>(4);
    do {
      if (list.size() == Limits.PARAMETERS) throw ParseException.tooManyParameters(in.name);
      list.add(one(in));
    } while (in.take(separator));
    return new Parameters(list);
  }

  static Parameter one(Cursor in) throws ParseException {
    String name = in.token();
    String value = in.skipValue() ? Cursor.unquote(in.last()) : null;
    return new Parameter(name, value);
  }

  /** Returns the value of a parameter; null if absent, "" if it has no value. */
  public String get(String name) {
    for (Parameter parameter : list)
      if (parameter.name.equalsIgnoreCase(name))
        return parameter.value == null ? "" : parameter.value;
    return null;
  }

  public boolean has(String name) {
    return get(name) != null;
  }

  /** Returns a copy with a parameter replaced or added; without a value if that is null. */
  public Parameters with(String name, String value) {
    if (!Ascii.isToken(name)) throw new IllegalArgumentException("Parameter name is no token");
    if (value != null) Ascii.line(value, name);
    List<Parameter> copy = new ArrayList<>(list);
    int at = 0;
    while (at < copy.size() && !copy.get(at).name.equalsIgnoreCase(name)) at++;
    if (at < copy.size()) copy.set(at, new Parameter(name, value));
    else copy.add(new Parameter(name, value));
    return new Parameters(copy);
  }

  public Parameters without(String name) {
    return new Parameters(list.stream().filter(p -> !p.name.equalsIgnoreCase(name)).toList());
  }

  public List<Parameter> list() {
    return list;
  }

  private static void value(StringBuilder out, String value) {
    if (isAddress(value) || Ascii.isToken(value)) out.append(value);
    else quote(out, value);
  }

  /**
   * Returns true for an IPv6 address, with or without brackets: received and maddr are not quoted.
   */
  private static boolean isAddress(String value) {
    boolean brackets = value.startsWith("[") && value.endsWith("]");
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    return HostSyntax.ipv6(bytes, brackets ? 1 : 0, bytes.length - (brackets ? 1 : 0));
  }

  static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\' || c < ' ' || c == 127) out.append('\\');
      out.append(c);
    }
    out.append('"');
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parameters that && list.equals(that.list);
  }

  @Override
  public int hashCode() {
    return list.hashCode();
  }

  /** Returns the parameters with a semicolon before each. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (Parameter parameter : list) {
      out.append(';').append(parameter.name);
      if (parameter.value != null) value(out.append('='), parameter.value);
    }
    return out.toString();
  }
}
