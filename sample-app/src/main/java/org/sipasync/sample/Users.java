package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.sql.Sql;
import org.sipasync.functions.sql.SqlCall;
import org.sipasync.functions.sqlpg.PgSql;

/** Queries the users' tables through asynchronous functions. */
@ApplicationScoped
public class Users {
  static final String CREDIT = "SELECT credit FROM sample_users WHERE uid = ?";
  static final String SECRETS = "SELECT ha1_md5, ha1_sha256 FROM sample_users WHERE uid = ?";
  private static final String CONTACTS =
      "SELECT contact AS \"contact\", instance AS \"instance\", path AS \"path\","
          + " call_id AS \"call_id\" FROM sample_bindings WHERE uid = ? AND expires_millis > ?"
          + " ORDER BY COALESCE(q, 1000) DESC, expires_millis DESC";
  private static final String RECORD =
      "INSERT INTO sample_calls (call_id, started, ended) VALUES (?, ?, ?)";

  /** The return code of a query that finds nothing. */
  static final int NOBODY = ReturnCodes.NOTHING_FOUND;

  @Inject Database database;
  private Sql sql;

  /** Null unless the credit is read without a thread. */
  private PgSql postgres;

  /** Opens the DataSource and, if PostgreSQL shall be asked without threads, a client for it. */
  @Inject
  void open(
      Sql standard,
      Instance<PgSql> client,
      @ConfigProperty(name = "sample.database.non-blocking", defaultValue = "false")
          boolean nonBlocking) {
    sql = standard.on(database.dataSourceName());
    postgres = nonBlocking ? client.get() : null;
  }

  /** Queries a user's credit, a {@code Long}. */
  AsyncFunction credit(String uid) {
    return postgres == null
        ? sql.queryOne(CREDIT, uid)
        : postgres.queryOne(CREDIT.replace("?", "$1"), uid);
  }

  /** Queries a user's secrets, H(user:realm:password) by MD5 and by SHA-256. */
  SqlCall secrets(String uid) {
    return sql.queryOne(SECRETS, uid);
  }

  /**
   * Queries a user's contacts: rows of contact, instance, path and call_id, the preferred one
   * first.
   */
  SqlCall contacts(String uid) {
    return sql.query(CONTACTS, uid, System.currentTimeMillis());
  }

  /** Writes a call record; times in milliseconds since 1970. */
  SqlCall record(String callId, long started, long ended) {
    return sql.update(RECORD, callId, started, ended);
  }
}
