package org.sipasync.functions.sql;

import java.io.Serializable;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads rows as values that outlive their connection and can be stored. */
final class Rows {
  /** Maximum bytes of one value. */
  private static final int MAX_BYTES = 1 << 20;

  private Rows() {}

  /** Reads a limited number of rows, each by column name in the order of the query. */
  static List<Map<String, Object>> read(ResultSet rows, int max) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<Map<String, Object>> read = new ArrayList<>();
    while (read.size() < max && rows.next()) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        String label = meta.getColumnLabel(i);
        row.put(row.containsKey(label) ? label + "_" + i : label, value(rows.getObject(i)));
      }
      read.add(row);
    }
    return read;
  }

  private static Object value(Object column) throws SQLException {
    if (column instanceof Timestamp time) {
      return time.toInstant();
    }
    if (column instanceof Date date) {
      return date.toLocalDate();
    }
    if (column instanceof Time time) {
      return time.toLocalTime();
    }
    if (column instanceof Clob text) {
      return text.getSubString(1, length(text.length()));
    }
    if (column instanceof Blob bytes) {
      return bytes.getBytes(1, length(bytes.length()));
    }
    boolean storable =
        column == null
            || column instanceof Serializable
                && (column instanceof byte[] || column.getClass().getName().startsWith("java."));
    return storable ? column : column.toString();
  }

  private static int length(long length) throws SQLException {
    if (length > MAX_BYTES) {
      throw new SQLException("a value of " + length + " bytes is larger than " + MAX_BYTES);
    }
    return (int) length;
  }
}
