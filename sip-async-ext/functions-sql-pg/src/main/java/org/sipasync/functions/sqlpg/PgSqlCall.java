package org.sipasync.functions.sqlpg;

import java.util.concurrent.RejectedExecutionException;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.support.ConcurrencyLimit;

/**
 * One query or update with its parameters. Immutable. Not serialisable, because it references its
 * database.
 *
 * @see PgSql
 */
public final class PgSqlCall implements AsyncFunction {
  private final PgClient client;
  private final PgStatement statement;

  PgSqlCall(PgClient client, PgStatement statement) {
    this.client = client;
    this.statement = statement;
  }

  /**
   * Stores the columns of the first row in AVPs, by position.
   *
   * @param avps names for the leading columns; null skips a column
   * @return the same call with these outputs
   */
  public PgSqlCall columns(String... avps) {
    if (statement.kind() == PgStatement.Kind.UPDATE) {
      throw new IllegalStateException("an update has no columns");
    }
    return new PgSqlCall(client, statement.withColumns(avps));
  }

  @Override
  public String name() {
    return "sql_pg";
  }

  @Override
  public Started start(Operation operation) {
    ConcurrencyLimit.Permit permit;
    try {
      permit = client.acquire();
    } catch (RejectedExecutionException full) {
      return new Started.NotStarted(ReturnCodes.SHED, full);
    }
    PgExecution execution = new PgExecution(client, statement, operation);
    execution.result().whenComplete((result, failure) -> permit.release());
    execution.connect();
    return new Started.OnCompletion(execution.result(), execution::abort);
  }

  /** Omits the parameters, which may be secrets. */
  @Override
  public String toString() {
    return "sql_pg " + statement.text() + " with " + statement.parameters().length + " parameters";
  }
}
