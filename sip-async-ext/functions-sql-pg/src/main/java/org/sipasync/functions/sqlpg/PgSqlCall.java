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
 * One query or update with its parameters. Immutable. Not serialisable: it knows its database.
 *
 * @see PgSql
 */
public final class PgSqlCall implements AsyncFunction {

  /** What is asked for. */
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

  PgSqlCall(PgClient client, StatementKind kind, String text, Object[] parameters, String[] columns) {
    this.client = client;
    this.kind = kind;
    this.text = text;
    this.parameters = parameters;
    this.columns = columns;
  }

  /**
   * Writes the columns of the first row to AVPs, by their position.
   *
   * @param avps a name for each column, as many as are wanted; null leaves one out
   * @return a call that differs from this one in its outputs only
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

  /** What came of rows; at least one if it is a query. */
  Result result(List<Map<String, Object>> rows, int count) {
    if (kind == StatementKind.UPDATE) {
      return Result.ok(count);
    }
    Object[] first = rows.get(0).values().toArray();
    if (columns.length > first.length) {
      return Result.failed(
          ReturnCodes.ERROR,
          new java.sql.SQLException(
              "the result has " + first.length + " columns, " + columns.length + " are wanted"));
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

  /** Without the parameters: they may be secrets. */
  @Override
  public String toString() {
    return "sql_pg " + text + " with " + parameters.length + " parameters";
  }
}
