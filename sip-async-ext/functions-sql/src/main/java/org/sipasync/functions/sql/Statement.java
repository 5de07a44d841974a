package org.sipasync.functions.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.sipasync.function.Result;

/**
 * A statement to execute. The arrays are not changed.
 *
 * @param columns AVPs for the leading columns of the first row; null skips a column
 */
record Statement(Kind kind, String text, Object[] parameters, String[] columns) {
  /** Kind of statement. */
  enum Kind {
    QUERY,
    QUERY_ONE,
    UPDATE
  }

  Statement withColumns(String... avps) {
    return new Statement(kind, text, parameters, avps.clone());
  }

  boolean isUpdate() {
    return kind == Kind.UPDATE;
  }

  void bind(PreparedStatement prepared) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      prepared.setObject(i + 1, value instanceof Instant time ? Timestamp.from(time) : value);
    }
  }

  /** Returns the result of a query's rows, of which there is at least one. */
  Result result(List<Map<String, Object>> rows) throws SQLException {
    Object[] first = rows.get(0).values().toArray();
    if (columns.length > first.length) {
      throw new SQLException(
          "the result has " + first.length + " columns, but " + columns.length + " are requested");
    }
    Result done = Result.ok(kind == Kind.QUERY_ONE ? first[0] : rows);
    for (int i = 0; i < columns.length; i++) {
      done = columns[i] == null ? done : done.with(columns[i], first[i]);
    }
    return done;
  }
}
