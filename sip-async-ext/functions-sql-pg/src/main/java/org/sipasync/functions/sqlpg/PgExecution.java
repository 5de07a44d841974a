package org.sipasync.functions.sqlpg;

import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collector;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;

/**
 * One statement in flight: waits for a connection, executes, returns the connection. Progresses on
 * the client's threads.
 */
final class PgExecution {
  /** Limit of attempts; a pool may hold dead connections after a server restart. */
  private static final int MAX_ATTEMPTS = 20;

  private static final String END_PROCESS = "SELECT pg_terminate_backend(pg_backend_pid())";

  /** Limit of attempts to end a process: each may be hit by one of the two signals of a cancel. */
  private static final int END_ATTEMPTS = 3;

  /** Time for the server to close a connection after its process was told to end. */
  private static final Duration END_GRACE = Duration.ofSeconds(10);

  private final PgClient client;
  private final PgStatement statement;
  private final Operation operation;
  private final CompletableFuture<Result> result = new CompletableFuture<>();

  // --- guarded by this
  private SqlConnection executing;
  private boolean aborted;
  private int attempts;
  private boolean tooMany;
  private boolean cancelSent;

  PgExecution(PgClient client, PgStatement statement, Operation operation) {
    this.client = client;
    this.statement = statement;
    this.operation = operation;
  }

  CompletableFuture<Result> result() {
    return result;
  }

  void connect() {
    synchronized (this) {
      attempts++;
    }
    client
        .connection()
        .onComplete(connection -> execute(connection), failure -> failed(failure, true));
  }

  private void execute(SqlConnection connection) {
    synchronized (this) {
      executing = aborted ? null : connection;
    }
    if (executing() == null) {
      connection.close();
      return;
    }
    try {
      PreparedQuery<RowSet<Row>> prepared = connection.preparedQuery(statement.text());
      prepared
          .collecting(Collector.of(ArrayList<Map<String, Object>>::new, this::add, (a, b) -> a))
          .execute(Values.tuple(statement.parameters()))
          .onComplete(
              done -> {
                giveBack(connection);
                done(done);
              },
              failure -> {
                giveBack(connection);
                failed(failure, false);
              });
    } catch (RuntimeException e) { // such as a parameter of an unknown type
      giveBack(connection);
      failed(e, false);
    }
  }

  private synchronized SqlConnection executing() {
    return executing;
  }

  /** Returns the connection to the pool, unless a cancel may still be on its way to its process. */
  private void giveBack(SqlConnection connection) {
    boolean cancelOnItsWay;
    synchronized (this) {
      executing = null;
      cancelOnItsWay = cancelSent;
    }
    if (cancelOnItsWay) {
      discard(connection, END_ATTEMPTS);
    } else {
      connection.close();
    }
  }

  /**
   * Ends the connection's process on the server. PostgreSQL cancels whatever the process executes
   * when the request arrives, which may be late: it would hit the statement of the next user. Even
   * a statement that was cancelled does not show that it has arrived for good, since PostgreSQL
   * signals each cancel twice, to the process and to its group.
   */
  private void discard(SqlConnection connection, int attempts) {
    connection
        .query(END_PROCESS)
        .execute()
        .onComplete(
            (ending, failure) -> {
              if (isCancelled(failure) && attempts > 1) {
                discard(connection, attempts - 1);
              } else {
                client.later(END_GRACE, connection::close);
              }
            });
  }

  private static boolean isCancelled(Throwable failure) {
    return failure instanceof PgException e && "57014".equals(e.getSqlState());
  }

  private void add(List<Map<String, Object>> rows, Row row) {
    int max = statement.kind() == PgStatement.Kind.QUERY_ONE ? 1 : client.settings().maxRows();
    if (rows.size() < max) {
      rows.add(Values.row(row));
    } else if (statement.kind() == PgStatement.Kind.QUERY) {
      stop();
    }
  }

  /** Stops a query with too many rows. */
  private synchronized void stop() {
    tooMany = true;
    cancel();
  }

  /** Sends a cancel request, which PostgreSQL requires on a separate connection. */
  private synchronized void cancel() {
    if (executing != null && !cancelSent) {
      cancelSent = true;
      ((PgConnection) executing).cancelRequest();
    }
  }

  private void done(SqlResult<ArrayList<Map<String, Object>>> done) {
    boolean cut;
    synchronized (this) {
      cut = tooMany;
    }
    if (cut) {
      failTooMany();
    } else if (done.value().isEmpty() && statement.kind() != PgStatement.Kind.UPDATE) {
      result.complete(Result.failed(ReturnCodes.NOTHING_FOUND, null));
    } else {
      result.complete(statement.result(done.value(), done.rowCount()));
    }
  }

  private void failTooMany() {
    result.complete(
        Result.failed(
            ReturnCodes.ERROR,
            new SQLException(
                "the result has more than "
                    + client.settings().maxRows()
                    + " rows (sip.async.sql-pg.max-rows)")));
  }

  private void failed(Throwable failure, boolean connecting) {
    boolean cut;
    boolean again;
    synchronized (this) {
      cut = tooMany;
      again =
          !aborted
              && attempts < MAX_ATTEMPTS
              && statement.kind() != PgStatement.Kind.UPDATE
              && !operation.remaining().isZero()
              && !connecting
              && isDeadConnection(failure);
    }
    if (cut) {
      failTooMany();
    } else if (again) {
      connect();
    } else {
      int code = connecting && isTimeout(failure) ? ReturnCodes.CONNECT_TIMEOUT : ReturnCodes.ERROR;
      result.complete(Result.failed(code, translated(failure, connecting)));
    }
  }

  private static boolean isDeadConnection(Throwable failure) {
    return failure instanceof ClosedConnectionException
        || failure instanceof IOException
        || failure instanceof PgException e
            && e.getSqlState() != null
            && e.getSqlState().startsWith("57P0"); // the server is going down
  }

  /** Returns true for a connect timeout, which has no exception of its own in the pool. */
  private static boolean isTimeout(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException
          || cause instanceof io.netty.channel.ConnectTimeoutException
          || "Timeout".equals(cause.getMessage())) {
        return true;
      }
    }
    return false;
  }

  private static SQLException translated(Throwable failure, boolean connecting) {
    if (failure instanceof PgException e) {
      return new SQLException(e.getMessage(), e.getSqlState(), e);
    }
    if (connecting || failure instanceof ConnectException || isDeadConnection(failure)) {
      return new SQLTransientConnectionException(
          "no connection to PostgreSQL: " + failure.getMessage(), failure);
    }
    return new SQLException(failure.getMessage(), failure);
  }

  /** Aborts the statement; called on the event loop, does not block. */
  void abort() {
    synchronized (this) {
      aborted = true;
      cancel();
    }
    result.completeExceptionally(new CancellationException("the operation was aborted"));
  }
}
