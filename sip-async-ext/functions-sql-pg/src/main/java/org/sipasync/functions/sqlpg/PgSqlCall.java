package org.sipasync.functions.sqlpg;

import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

/**
 * One query or update with its parameters. Immutable. Not serialisable, because it references its
 * database.
 *
 * @see PgSql
 */
public final class PgSqlCall implements AsyncFunction {

  /** Kind of statement. */
  enum StatementKind {
    QUERY,
    QUERY_ONE,
    UPDATE
  }

  private final PgClient client;
  private final StatementKind kind;
  private final String text;
  private final Object[] parameters;
  private final String[] columns;

  PgSqlCall(
      PgClient client, StatementKind kind, String text, Object[] parameters, String[] columns) {
    this.client = client;
    this.kind = kind;
    this.text = text;
    this.parameters = parameters;
    this.columns = columns;
  }

  /**
   * Stores the columns of the first row in AVPs, by position.
   *
   * @param avps names for the leading columns; null skips a column
   * @return the same call with these outputs
   */
  public PgSqlCall columns(String... avps) {
    if (kind == StatementKind.UPDATE) {
      throw new IllegalStateException("an update has no columns");
    }
    return new PgSqlCall(client, kind, text, parameters, avps.clone());
  }

  StatementKind kind() {
    return kind;
  }

  String text() {
    return text;
  }

  Object[] parameters() {
    return parameters;
  }

  /** Returns the result of rows, of which a query has at least one. */
  Result result(List<Map<String, Object>> rows, int count) {
    if (kind == StatementKind.UPDATE) {
      return Result.ok(count);
    }
    Object[] first = rows.get(0).values().toArray();
    if (columns.length > first.length) {
      return Result.failed(
          ReturnCodes.ERROR,
          new java.sql.SQLException(
              "the result has "
                  + first.length
                  + " columns, but "
                  + columns.length
                  + " are requested"));
    }
    Result done = Result.ok(kind == StatementKind.QUERY_ONE ? first[0] : rows);
    for (int i = 0; i < columns.length; i++) {
      done = columns[i] == null ? done : done.with(columns[i], first[i]);
    }
    return done;
  }

  @Override
  public String name() {
    return "sql_pg";
  }

  @Override
  public Started start(Operation operation) {
    PgExecution execution;
    try {
      execution = client.begin(this, operation);
    } catch (RejectedExecutionException full) {
      return new Started.NotStarted(ReturnCodes.SHED, full);
    }
    return new Started.OnCompletion(execution.result(), execution::abort);
  }

  /** Omits the parameters, which may be secrets. */
  @Override
  public String toString() {
    return "sql_pg " + text + " with " + parameters.length + " parameters";
  }
}
