package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.sql.Sql;
import org.sipasync.functions.sql.SqlCall;

/** What the database knows of users, as functions to wait for. The texts are all the SQL. */
@ApplicationScoped
public class Users {
  static final String CREDIT = "SELECT credit FROM sample_users WHERE uid = ?";
  static final String SECRETS = "SELECT ha1_md5, ha1_sha256 FROM sample_users WHERE uid = ?";
  static final String BINDINGS =
      "SELECT contact AS \"contact\", expires AS \"expires\" FROM sample_bindings"
          + " WHERE uid = ? AND expires > ? ORDER BY expires DESC";
  static final String REFRESH =
      "UPDATE sample_bindings SET expires = ? WHERE uid = ? AND contact = ?";
  static final String BIND = "INSERT INTO sample_bindings (expires, uid, contact) VALUES (?, ?, ?)";
  static final String UNBIND =
      "DELETE FROM sample_bindings WHERE uid = ? AND (contact = ? OR ? = '*')";
  private static final String RECORD =
      "INSERT INTO sample_calls (call_id, started, ended) VALUES (?, ?, ?)";

  /** The return code of a query that finds nothing. */
  static final int NOBODY = ReturnCodes.NOTHING_FOUND;

  @Inject Database database;
  private Sql sql;

  @Inject
  void open(Sql standard) {
    sql = standard.on(database.dataSourceName());
  }

  /** A user's credit, a {@code Long}. */
  SqlCall credit(String uid) {
    return sql.queryOne(CREDIT, uid);
  }

  /** A user's secrets, H(user:realm:password) by MD5 and by SHA-256. */
  SqlCall secrets(String uid) {
    return sql.queryOne(SECRETS, uid);
  }

  /** Where a user can be reached: rows of contact and expires, the longest-lived first. */
  SqlCall bindings(String uid) {
    return sql.query(BINDINGS, uid, now());
  }

  /** Prolongs a binding; the value is 0 if there is none. */
  SqlCall refresh(String uid, String contact, int seconds) {
    return sql.update(REFRESH, now() + seconds, uid, contact);
  }

  /** Adds a binding. */
  SqlCall bind(String uid, String contact, int seconds) {
    return sql.update(BIND, now() + seconds, uid, contact);
  }

  /**
   * Removes a binding.
   *
   * @param contact the one; {@code *} for all
   */
  SqlCall unbind(String uid, String contact) {
    return sql.update(UNBIND, uid, contact, contact);
  }

  /** Writes a call record; times in milliseconds since 1970. */
  SqlCall record(String callId, long started, long ended) {
    return sql.update(RECORD, callId, started, ended);
  }

  static long now() {
    return Instant.now().getEpochSecond();
  }
}
