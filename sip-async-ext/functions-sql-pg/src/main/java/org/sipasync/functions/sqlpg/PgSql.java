package org.sipasync.functions.sqlpg;

import java.util.Objects;

/**
 * SQL on PostgreSQL as functions, without a thread that waits: OpenSIPS's {@code sql_query} and
 * {@code sql_query_one} on its non-blocking drivers.
 *
 * <p>Speaks PostgreSQL's protocol over a pool of non-blocking connections, two threads in all. For
 * any other database, and for transactions and DataSources of the server, there is {@code Sql} on
 * the bounded pool. When nobody waits any longer, the statement is cancelled on the server.
 *
 * <pre>{@code
 * async.call(sql.queryOne("SELECT credit FROM users WHERE uid = $1", uid).into("credit"))
 *      .deadline(ofMillis(800))
 *      .resume("credited");
 * }</pre>
 *
 * <p>Parameters are bound, never put into the text: the text is a constant of the application, with
 * {@code $1}, {@code $2} … for them. They are Strings, numbers, booleans, bytes, {@code java.time}
 * values, UUIDs or null, and must suit the type that PostgreSQL gives to their place.
 *
 * <p>Return codes as those of {@code Sql}: 1 done; -1 error, with an SQLException as the cause; -9
 * the result is empty, or, with a cause, no connection in time; -3 deadline; -4 too many in flight.
 * A query whose connection was dead is tried again on another; an update is not.
 *
 * <p>Safe for use by many threads; nothing blocks.
 */
public final class PgSql implements AutoCloseable {
  private final PgClient client;

  private PgSql(PgClient client) {
    this.client = client;
  }

  /** A database; nothing is connected yet. */
  public static PgSql of(PgSqlSettings settings) {
    return new PgSql(new PgClient(Objects.requireNonNull(settings, "settings")));
  }

  /**
   * All rows of a query, as a {@code List<Map<String, Object>>} by column name; -9 if there are
   * none.
   */
  public PgSqlCall query(String text, Object... parameters) {
    return call(PgSqlCall.StatementKind.QUERY, text, parameters);
  }

  /**
   * The first row of a query: its first column is the value; more columns by {@link
   * PgSqlCall#columns}; -9 if there is none.
   */
  public PgSqlCall queryOne(String text, Object... parameters) {
    return call(PgSqlCall.StatementKind.QUERY_ONE, text, parameters);
  }

  /** An INSERT, UPDATE, DELETE or the like; the value is the number of rows, an {@code Integer}. */
  public PgSqlCall update(String text, Object... parameters) {
    return call(PgSqlCall.StatementKind.UPDATE, text, parameters);
  }

  private PgSqlCall call(PgSqlCall.StatementKind kind, String text, Object... parameters) {
    Object[] bound = parameters == null ? new Object[] {null} : parameters.clone();
    return new PgSqlCall(client, kind, Objects.requireNonNull(text, "text"), bound, new String[0]);
  }

  /** Statements under way or waiting for a connection. */
  public int inFlight() {
    return client.inFlight();
  }

  /** Ends the connections and the threads; statements under way fail. */
  @Override
  public void close() {
    client.close();
  }
}
