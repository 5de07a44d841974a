package org.sipasync.container.message;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.sipasync.sip.message.Parameters;
import org.sipasync.sip.message.Parameters.Parameter;
import org.sipasync.sip.message.ParseException;

/** JSR 289's view of a header's parameters. */
final class ParameterMap {
  private ParameterMap() {}

  /**
   * Sets a parameter, without a value if that is ""; null removes it.
   *
   * @param value quoted where that is needed; it may come as a quoted string already
   */
  static Parameters with(Parameters parameters, String name, String value) {
    Objects.requireNonNull(name, "name");
    if (value == null) {
      return parameters.without(name);
    }
    return parameters.with(name, value.isEmpty() ? null : unquoted(value));
  }

  private static String unquoted(String value) {
    if (value.length() < 3 || !value.startsWith("\"")) {
      return value;
    }
    try {
      Parameters parsed = Parameters.parse(";x=" + value);
      return parsed.list().size() == 1 ? parsed.get("x") : value;
    } catch (ParseException e) {
      return value; // quotes somewhere in a value, to be escaped
    }
  }

  static Set<Map.Entry<String, String>> entries(Parameters parameters) {
    Map<String, String> map = new LinkedHashMap<>();
    for (Parameter parameter : parameters.list()) {
      map.put(parameter.name(), parameter.value() == null ? "" : parameter.value());
    }
    return java.util.Collections.unmodifiableMap(map).entrySet();
  }

  /**
   * Compares as RFC 3261 19.1.4 compares unknown parameters: those present in both must be equal,
   * others are ignored. "q" is a number.
   */
  static boolean match(Parameters one, Parameters other) {
    for (Parameter parameter : one.list()) {
      String theirs = other.get(parameter.name());
      String mine = parameter.value() == null ? "" : parameter.value();
      boolean number = parameter.name().equalsIgnoreCase("q");
      if (theirs != null && !(number ? Q.same(mine, theirs) : same(mine, theirs))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(String one, String other) {
    return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }
}
