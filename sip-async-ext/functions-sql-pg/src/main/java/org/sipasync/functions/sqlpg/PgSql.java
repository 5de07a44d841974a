package org.sipasync.functions.sqlpg;

import java.util.Objects;

/**
 * SQL on PostgreSQL as functions, without a thread that waits: OpenSIPS's {@code sql_query} and
 * {@code sql_query_one} on its non-blocking drivers.
 *
 * <p>Speaks PostgreSQL's protocol over a pool of non-blocking connections, with two threads in
 * total. For other databases, transactions, and the server's DataSources use {@code Sql} on the
 * bounded pool. On an abort the statement is cancelled on the server.
 *
 * <pre>{@code
 * async.call(sql.queryOne("SELECT credit FROM users WHERE uid = $1", uid).into("credit"))
 *      .deadline(ofMillis(800))
 *      .resume("credited");
 * }</pre>
 *
 * <p>Parameters are bound, never part of the text, which is a constant of the application with
 * {@code $1}, {@code $2} … for them. They are Strings, numbers, booleans, bytes, {@code java.time}
 * values, UUIDs or null, and must match the type that PostgreSQL infers for their position.
 *
 * <p>Return codes as for {@code Sql}: 1 done; -1 error, with an SQLException as the cause; -2
 * connection timeout; -9 empty result; -3 deadline; -4 limit of statements reached. A query on a
 * dead connection is retried on another; an update is not.
 *
 * <p>Thread-safe and non-blocking.
 */
public final class PgSql implements AutoCloseable {
  private final PgClient client;

  private PgSql(PgClient client) {
    this.client = client;
  }

  /** Creates a client for a database. */
  public static PgSql of(PgSqlSettings settings) {
    return new PgSql(new PgClient(Objects.requireNonNull(settings, "settings")));
  }

  /**
   * Queries all rows, as a {@code List<Map<String, Object>>} by column name; -9 if there are none.
   */
  public PgSqlCall query(String text, Object... parameters) {
    return call(PgStatement.Kind.QUERY, text, parameters);
  }

  /**
   * Queries the first row: the value is its first column, further ones by {@link
   * PgSqlCall#columns}; -9 if there is none.
   */
  public PgSqlCall queryOne(String text, Object... parameters) {
    return call(PgStatement.Kind.QUERY_ONE, text, parameters);
  }

  /** Executes an INSERT, UPDATE or DELETE; the value is the number of rows, an {@code Integer}. */
  public PgSqlCall update(String text, Object... parameters) {
    return call(PgStatement.Kind.UPDATE, text, parameters);
  }

  private PgSqlCall call(PgStatement.Kind kind, String text, Object... parameters) {
    Object[] bound = parameters == null ? new Object[] {null} : parameters.clone();
    Objects.requireNonNull(text, "text");
    return new PgSqlCall(client, new PgStatement(kind, text, bound, new String[0]));
  }

  /** Returns the number of statements running or waiting for a connection. */
  public int inFlight() {
    return client.inFlight();
  }

  /** Closes the connections and the threads; running statements fail. */
  @Override
  public void close() {
    client.close();
  }
}
