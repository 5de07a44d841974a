package org.sipasync.functions.sql;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.naming.InitialContext;
import javax.sql.DataSource;

/**
 * SQL as functions: OpenSIPS's {@code sql_query} and {@code sql_query_one}, through any JNDI or
 * injected DataSource.
 *
 * <p>Runs on the bounded pool, in the application's context. On an abort the statement is cancelled
 * on the server, if the driver can; its thread and its connection are free when the driver has
 * returned. Parameters are bound, never part of the text, which is a constant of the application.
 *
 * <pre>{@code
 * async.call(sql.queryOne("SELECT credit FROM users WHERE uid = ?", uid).into("credit"))
 *      .deadline(ofMillis(800))
 *      .resume("credited");
 * }</pre>
 *
 * <p>Return codes: 1 done; -1 error, with the SQLException as the cause; -9 empty result; -3
 * deadline; -4 pool full. A query that fails on a dead connection is retried on others; an update
 * is not, because it may have been executed.
 *
 * <p>Thread-safe. Parameters are Strings, numbers, booleans, bytes, {@code java.time} values, UUIDs
 * or null.
 */
public final class Sql implements AutoCloseable {
  private final Database database;

  private Sql(SqlSettings settings, Database.Source source, Canceller canceller) {
    this.database = new Database(settings, source, canceller);
  }

  /** Creates an instance for the configured DataSource, looked up on first use. */
  public static Sql of(SqlSettings settings) {
    return new Sql(settings, jndi(settings.dataSource()), new Canceller());
  }

  /** Creates an instance for a DataSource; not null. */
  public static Sql of(DataSource source) {
    Objects.requireNonNull(source, "source");
    return new Sql(SqlSettings.defaults(), () -> source, new Canceller());
  }

  private static Database.Source jndi(String name) {
    ConcurrentMap<String, DataSource> found = new ConcurrentHashMap<>();
    return () -> {
      DataSource known = found.get(name);
      if (known == null) {
        known = (DataSource) new InitialContext().lookup(name);
        found.put(name, known);
      }
      return known;
    };
  }

  /**
   * Returns an instance for another DataSource.
   *
   * @param jndiName its JNDI name; looked up on first use
   */
  public Sql on(String jndiName) {
    return on(jndi(Objects.requireNonNull(jndiName, "jndiName")));
  }

  /** Returns an instance for another DataSource; not null. */
  public Sql on(DataSource other) {
    Objects.requireNonNull(other, "other");
    return on(() -> other);
  }

  private Sql on(Database.Source other) {
    return new Sql(database.settings(), other, database.canceller());
  }

  /**
   * Queries all rows, as a {@code List<Map<String, Object>>} by column name; -9 if there are none.
   *
   * @param text SQL with {@code ?} for each parameter
   * @param parameters values to bind
   */
  public SqlCall query(String text, Object... parameters) {
    return call(Statement.Kind.QUERY, text, parameters);
  }

  /**
   * Queries the first row: the value is its first column, further ones by {@link SqlCall#columns};
   * -9 if there is none.
   *
   * @param text SQL with {@code ?} for each parameter
   * @param parameters values to bind
   */
  public SqlCall queryOne(String text, Object... parameters) {
    return call(Statement.Kind.QUERY_ONE, text, parameters);
  }

  /**
   * Executes an INSERT, UPDATE or DELETE; the value is the number of rows, an {@code Integer}.
   *
   * @param text SQL with {@code ?} for each parameter
   * @param parameters values to bind
   */
  public SqlCall update(String text, Object... parameters) {
    return call(Statement.Kind.UPDATE, text, parameters);
  }

  private SqlCall call(Statement.Kind kind, String text, Object... parameters) {
    Object[] bound = parameters == null ? new Object[] {null} : parameters.clone();
    Objects.requireNonNull(text, "text");
    return new SqlCall(database, new Statement(kind, text, bound, new String[0]));
  }

  Canceller canceller() {
    return database.canceller();
  }

  /** Stops the thread that cancels statements; does not close DataSources. */
  @Override
  public void close() {
    database.canceller().close();
  }
}
