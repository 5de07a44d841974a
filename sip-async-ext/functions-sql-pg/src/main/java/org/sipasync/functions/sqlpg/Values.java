package org.sipasync.functions.sqlpg;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import java.io.Serializable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts between values of the JDK and of the client. */
final class Values {
  private Values() {}

  static Tuple tuple(Object... parameters) {
    List<Object> values = new ArrayList<>();
    for (Object parameter : parameters) {
      values.add(parameter(parameter));
    }
    return Tuple.from(values);
  }

  private static Object parameter(Object value) {
    if (value instanceof byte[] bytes) {
      return Buffer.buffer(bytes.clone());
    }
    if (value instanceof Instant time) {
      return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }
    return value;
  }

  /** Returns a row by column name, in the order of the query, with serialisable values. */
  static Map<String, Object> row(Row row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      String name = row.getColumnName(i);
      values.put(values.containsKey(name) ? name + "_" + (i + 1) : name, column(row.getValue(i)));
    }
    return values;
  }

  private static Object column(Object value) {
    if (value instanceof Buffer bytes) {
      return bytes.getBytes();
    }
    if (value instanceof Numeric number) {
      return number.isNaN() ? (Object) Double.NaN : number.bigDecimalValue();
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    boolean storable =
        value == null
            || value instanceof Serializable && value.getClass().getName().startsWith("java.");
    return storable ? value : text(value);
  }

  private static Object text(Object value) {
    if (value instanceof Object[] array) {
      List<Object> values = new ArrayList<>();
      for (Object element : array) {
        values.add(column(element));
      }
      return values;
    }
    return value.toString();
  }
}
