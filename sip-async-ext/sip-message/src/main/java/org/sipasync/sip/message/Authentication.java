package org.sipasync.sip.message;

import java.util.Locale;

/**
 * Challenge or credentials: a scheme and its comma-separated parameters, whose values are unquoted.
 */
public record Authentication(String scheme, Parameters parameters) {
  /**
   * Parses the value of one header.
   *
   * @throws ParseException 400 if it is malformed
   */
  public static Authentication parse(String text) throws ParseException {
    Cursor in = Cursor.of(text, "Authentication");
    Authentication parsed = read(in);
    in.expectEnd();
    return parsed;
  }

  static Authentication read(Cursor in) throws ParseException {
    String scheme = in.token();
    if (!Ascii.lws(in.peek())) throw in.bad();
    return new Authentication(scheme, parameters(in.lws()));
  }

  /** Reads the parameters of Authentication-Info, which has no scheme; each needs a value. */
  static Parameters parameters(Cursor in) throws ParseException {
    Parameters parameters = Parameters.list(in, ',');
    for (Parameters.Parameter parameter : parameters.list())
      if (parameter.value() == null) throw in.bad();
    return parameters;
  }

  private boolean quoted(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "algorithm", "nc", "stale" -> false;
      case "qop" -> get("response") == null;
      default -> true;
    };
  }

  /** Quotes values as RFC 3261 25.1 requires: qop in a challenge, but not in credentials. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(scheme);
    String separator = " ";
    for (Parameters.Parameter parameter : parameters.list()) {
      out.append(separator).append(parameter.name()).append('=');
      String value = parameter.value() == null ? "" : parameter.value();
      if (quoted(parameter.name()) || !Ascii.isToken(value)) Parameters.quote(out, value);
      else out.append(value);
      separator = ", ";
    }
    return out.toString();
  }

  /** Returns the value of a parameter; null if absent. */
  public String get(String name) {
    return parameters.get(name);
  }
}
