package org.sipasync.functions.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.naming.NamingException;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;

/**
 * One running call, on a thread of the pool.
 *
 * <pre>
 *   CONNECTING ──▶ EXECUTING ──▶ over
 *        │ abort:       │ abort: the statement is
 *        │ interrupt    │ cancelled on the server
 * </pre>
 *
 * <p>Its thread is not interrupted while it executes: an interrupt would close the file of an
 * embedded H2 for all users.
 */
final class SqlExecution implements Runnable {
  /** Limit of attempts; a pool may be full of dead connections after a server restart. */
  private static final int MAX_ATTEMPTS = 64;

  private static final int VALIDATION_SECONDS = 1;

  private final SqlCall call;
  private final Operation operation;
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private Thread connecting;
  private PreparedStatement executing;
  private boolean aborted;

  SqlExecution(SqlCall call, Operation operation) {
    this.call = call;
    this.operation = operation;
  }

  CompletionStage<Result> result() {
    return result;
  }

  /** Aborts the call; called once, on the event loop. */
  synchronized void abort() {
    aborted = true;
    if (connecting != null) {
      connecting.interrupt();
    }
    if (executing != null) {
      call.sql().canceller().execute(this::cancel);
    }
  }

  /**
   * Cancels the statement if it still executes. Holds the lock meanwhile, so that the statement's
   * thread keeps the connection until the cancel is complete and cannot hit its next user.
   */
  private synchronized void cancel() throws SQLException {
    if (executing != null) {
      executing.cancel();
    }
  }

  @Override
  public void run() {
    Result outcome;
    try {
      outcome = tryToExecute();
    } catch (SQLException | NamingException | RuntimeException | Error e) {
      outcome = Result.failed(ReturnCodes.ERROR, e);
    }
    result.complete(outcome);
  }

  private Result tryToExecute() throws SQLException, NamingException {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = connect()) {
        if (isAlive(connection, attempt)) {
          return execute(connection);
        }
      } catch (SQLException e) {
        if (attempt == MAX_ATTEMPTS || !mayTryAgain(e)) {
          throw e;
        }
      }
    }
  }

  /**
   * Returns true unless an update's connection is dead. A query on a dead connection fails and is
   * retried; an update might have been executed, so its connection is checked first.
   */
  private boolean isAlive(Connection connection, int attempt) throws SQLException {
    return call.kind() != SqlCall.StatementKind.UPDATE
        || attempt == MAX_ATTEMPTS
        || connection.isValid(VALIDATION_SECONDS);
  }

  /** Returns true for a query on a dead connection, which has had no effect. */
  private synchronized boolean mayTryAgain(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return !aborted
        && call.kind() != SqlCall.StatementKind.UPDATE
        && !operation.remaining().isZero()
        && (state.startsWith("08") && !state.equals("08001") || state.startsWith("57P0"));
  }

  private Connection connect() throws SQLException, NamingException {
    connecting(Thread.currentThread());
    try {
      return call.sql().source().getConnection();
    } finally {
      connecting(null);
    }
  }

  private synchronized void connecting(Thread thread) {
    if (thread != null && aborted) {
      throw new CancellationException("the operation was aborted");
    }
    connecting = thread;
    if (thread == null && aborted) {
      Thread.interrupted(); // meant for the wait for a connection
    }
  }

  private Result execute(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(call.text())) {
      bind(statement);
      statement.setQueryTimeout(secondsRoundedUp(operation.remaining()));
      executing(statement);
      try {
        return call.kind() == SqlCall.StatementKind.UPDATE
            ? Result.ok(statement.executeUpdate())
            : query(statement);
      } finally {
        executing(null);
      }
    }
  }

  private synchronized void executing(PreparedStatement statement) {
    if (statement != null && aborted) {
      throw new CancellationException("the operation was aborted");
    }
    executing = statement;
  }

  private static int secondsRoundedUp(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, time.plusMillis(999).toSeconds() + 1);
  }

  private void bind(PreparedStatement statement) throws SQLException {
    Object[] parameters = call.parameters();
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      statement.setObject(i + 1, value instanceof Instant time ? Timestamp.from(time) : value);
    }
  }

  private Result query(PreparedStatement statement) throws SQLException {
    boolean one = call.kind() == SqlCall.StatementKind.QUERY_ONE;
    int max = one ? 1 : call.sql().maxRows();
    statement.setMaxRows(one ? 1 : max + 1);
    try (ResultSet rows = statement.executeQuery()) {
      List<Map<String, Object>> read = Rows.read(rows, max);
      if (read.isEmpty()) {
        return Result.failed(ReturnCodes.NOTHING_FOUND, null);
      }
      if (!one && rows.next()) {
        throw new SQLException(
            "the result has more than " + max + " rows (sip.async.sql.max-rows)");
      }
      return withColumns(read);
    }
  }

  private Result withColumns(List<Map<String, Object>> rows) throws SQLException {
    Object[] first = rows.get(0).values().toArray();
    String[] names = call.columns();
    if (names.length > first.length) {
      throw new SQLException(
          "the result has " + first.length + " columns, but " + names.length + " are requested");
    }
    Result done = Result.ok(call.kind() == SqlCall.StatementKind.QUERY_ONE ? first[0] : rows);
    for (int i = 0; i < names.length; i++) {
      done = names[i] == null ? done : done.with(names[i], first[i]);
    }
    return done;
  }
}
