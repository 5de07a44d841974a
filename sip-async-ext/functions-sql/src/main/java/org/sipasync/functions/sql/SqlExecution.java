package org.sipasync.functions.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
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

  private final Database database;
  private final Statement statement;
  private final Operation operation;
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private Thread connecting;
  private PreparedStatement executing;
  private boolean aborted;

  SqlExecution(Database database, Statement statement, Operation operation) {
    this.database = database;
    this.statement = statement;
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
      database.canceller().execute(this::cancel);
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
    return !statement.isUpdate()
        || attempt == MAX_ATTEMPTS
        || connection.isValid(VALIDATION_SECONDS);
  }

  /** Returns true for a query on a dead connection, which has had no effect. */
  private synchronized boolean mayTryAgain(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return !aborted
        && !statement.isUpdate()
        && !operation.remaining().isZero()
        && (state.startsWith("08") && !state.equals("08001") || state.startsWith("57P0"));
  }

  private Connection connect() throws SQLException, NamingException {
    connecting(Thread.currentThread());
    try {
      return database.connect();
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
    try (PreparedStatement prepared = connection.prepareStatement(statement.text())) {
      statement.bind(prepared);
      prepared.setQueryTimeout(secondsRoundedUp(operation.remaining()));
      executing(prepared);
      try {
        return statement.isUpdate() ? Result.ok(prepared.executeUpdate()) : query(prepared);
      } finally {
        executing(null);
      }
    }
  }

  private synchronized void executing(PreparedStatement prepared) {
    if (prepared != null && aborted) {
      throw new CancellationException("the operation was aborted");
    }
    executing = prepared;
  }

  private static int secondsRoundedUp(Duration time) {
    return (int) Math.min(Integer.MAX_VALUE, time.plusMillis(999).toSeconds() + 1);
  }

  private Result query(PreparedStatement prepared) throws SQLException {
    boolean one = statement.kind() == Statement.Kind.QUERY_ONE;
    int max = one ? 1 : database.settings().maxRows();
    prepared.setMaxRows(one ? 1 : max + 1);
    try (ResultSet rows = prepared.executeQuery()) {
      List<Map<String, Object>> read = Rows.read(rows, max);
      if (read.isEmpty()) {
        return Result.failed(ReturnCodes.NOTHING_FOUND, null);
      }
      if (!one && rows.next()) {
        throw new SQLException(
            "the result has more than " + max + " rows (sip.async.sql.max-rows)");
      }
      return statement.result(read);
    }
  }
}
