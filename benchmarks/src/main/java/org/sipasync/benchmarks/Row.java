package org.sipasync.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One line of a result file, by column. */
final class Row {
  private final Map<String, String> values = new LinkedHashMap<>();

  Row with(String column, Object value) {
    values.put(column, text(value));
    return this;
  }

  private static String text(Object value) {
    if (value instanceof Double number) {
      return number.isNaN() ? "" : String.format(Locale.ROOT, "%.4f", number);
    }
    return value.toString().replace(',', ' ');
  }

  Map<String, String> values() {
    return values;
  }

  String get(String column) {
    return values.getOrDefault(column, "");
  }

  boolean is(String column, String value) {
    return get(column).equals(value);
  }

  /** Returns a number; NaN if absent. */
  double number(String column) {
    String text = get(column);
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }
}
