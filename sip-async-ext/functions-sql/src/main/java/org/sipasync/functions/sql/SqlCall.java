package org.sipasync.functions.sql;

import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

/**
 * One query or update with its parameters. Immutable. Not serialisable, because it references its
 * DataSource.
 *
 * @see Sql
 */
public final class SqlCall implements AsyncFunction {

  /** Kind of statement. */
  enum StatementKind {
    QUERY,
    QUERY_ONE,
    UPDATE
  }

  private final Sql sql;
  private final StatementKind kind;
  private final String text;
  private final Object[] parameters;
  private final String[] columns;

  SqlCall(Sql sql, StatementKind kind, String text, Object[] parameters, String[] columns) {
    this.sql = sql;
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
  public SqlCall columns(String... avps) {
    if (kind == StatementKind.UPDATE) {
      throw new IllegalStateException("an update has no columns");
    }
    return new SqlCall(sql, kind, text, parameters, avps.clone());
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

  String[] columns() {
    return columns;
  }

  Sql sql() {
    return sql;
  }

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public Started start(Operation operation) {
    SqlExecution execution = new SqlExecution(this, operation);
    try {
      operation.pool().execute(execution);
    } catch (RejectedExecutionException full) {
      return new Started.NotStarted(ReturnCodes.SHED, full);
    }
    return new Started.OnCompletion(execution.result(), execution::abort);
  }

  /** Omits the parameters, which may be secrets. */
  @Override
  public String toString() {
    return "sql " + text + " with " + Arrays.asList(parameters).size() + " parameters";
  }
}
