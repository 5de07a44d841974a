package org.sipasync.functions.sqlpg;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;

/**
 * A statement to execute. The arrays are not changed.
 *
 * @param columns AVPs for the leading columns of the first row; null skips a column
 */
record PgStatement(Kind kind, String text, Object[] parameters, String[] columns) {
  /** Kind of statement. */
  enum Kind {
    QUERY,
    QUERY_ONE,
    UPDATE
  }

  PgStatement withColumns(String... avps) {
    return new PgStatement(kind, text, parameters, avps.clone());
  }

  /** Returns the result of rows, of which a query has at least one. */
  Result result(List<Map<String, Object>> rows, int count) {
    if (kind == Kind.UPDATE) {
      return Result.ok(count);
    }
    Object[] first = rows.get(0).values().toArray();
    if (columns.length > first.length) {
      return Result.failed(
          ReturnCodes.ERROR,
          new SQLException(
              "the result has "
                  + first.length
                  + " columns, but "
                  + columns.length
                  + " are requested"));
    }
    Result done = Result.ok(kind == Kind.QUERY_ONE ? first[0] : rows);
    for (int i = 0; i < columns.length; i++) {
      done = columns[i] == null ? done : done.with(columns[i], first[i]);
    }
    return done;
  }
}
