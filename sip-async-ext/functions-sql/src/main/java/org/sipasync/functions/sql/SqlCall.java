package org.sipasync.functions.sql;

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
  private final Database database;
  private final Statement statement;

  SqlCall(Database database, Statement statement) {
    this.database = database;
    this.statement = statement;
  }

  /**
   * Stores the columns of the first row in AVPs, by position.
   *
   * @param avps names for the leading columns; null skips a column
   * @return the same call with these outputs
   */
  public SqlCall columns(String... avps) {
    if (statement.isUpdate()) {
      throw new IllegalStateException("an update has no columns");
    }
    return new SqlCall(database, statement.withColumns(avps));
  }

  Object[] parameters() {
    return statement.parameters();
  }

  @Override
  public String name() {
    return "sql";
  }

  @Override
  public Started start(Operation operation) {
    SqlExecution execution = new SqlExecution(database, statement, operation);
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
    return "sql " + statement.text() + " with " + statement.parameters().length + " parameters";
  }
}
