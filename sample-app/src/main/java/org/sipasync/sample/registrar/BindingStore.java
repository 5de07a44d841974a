package org.sipasync.sample.registrar;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;

/** Stores bindings in table {@code sample_bindings}. Thread-safe; blocks. */
public final class BindingStore {
  /** Creates the table if missing. */
  public static final String TABLE =
      "CREATE TABLE IF NOT EXISTS sample_bindings (uid VARCHAR(64), contact VARCHAR(255),"
          + " expires_millis BIGINT NOT NULL, q INT, call_id VARCHAR(255) NOT NULL,"
          + " cseq BIGINT NOT NULL, instance VARCHAR(255) NOT NULL, reg_id INT NOT NULL,"
          + " path VARCHAR(2000) NOT NULL, PRIMARY KEY (uid, contact, instance, reg_id))";

  /** Locks the user's row during a change of bindings. */
  private static final String LOCK = "SELECT uid FROM sample_users WHERE uid = ? FOR UPDATE";

  private static final String PRESENT =
      "SELECT contact, expires_millis, q, call_id, cseq, instance, reg_id, path"
          + " FROM sample_bindings"
          + " WHERE uid = ? AND expires_millis > ? ORDER BY expires_millis DESC, contact";
  private static final String CLEAR = "DELETE FROM sample_bindings WHERE uid = ?";
  private static final String LOST = "DELETE FROM sample_bindings WHERE path LIKE ?";
  private static final String ADD =
      "INSERT INTO sample_bindings"
          + " (uid, contact, expires_millis, q, call_id, cseq, instance, reg_id, path)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final LongSupplier millis;
  private final BiPredicate<String, String> same;

  /**
   * @param millis the clock, in milliseconds since 1970
   * @param same compares two URIs (RFC 3261, 19.1.4)
   */
  public BindingStore(LongSupplier millis, BiPredicate<String, String> same) {
    this.millis = millis;
    this.same = same;
  }

  /**
   * Applies a REGISTER in one transaction; a refusal or failure changes nothing.
   *
   * @param connection database connection without a transaction; not closed
   * @param uid user of the bindings
   * @throws SQLException if the database fails
   */
  public Outcome register(Connection connection, String uid, Registration asked)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      Outcome outcome = apply(connection, uid, asked);
      connection.commit();
      return outcome;
    } catch (RefusedException refused) {
      connection.rollback();
      return Outcome.refused(refused);
    } catch (SQLException | RuntimeException failed) {
      connection.rollback();
      throw failed;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private Outcome apply(Connection connection, String uid, Registration asked)
      throws SQLException, RefusedException {
    if (asked.isQuestion()) {
      long now = millis.getAsLong();
      return Outcome.ok(present(connection, uid, now), now);
    }
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      lock.setString(1, uid);
      lock.executeQuery().close();
    }
    long now = millis.getAsLong();
    List<Binding> after = Bindings.after(present(connection, uid, now), asked, now, same);
    replace(connection, uid, after);
    return Outcome.ok(after, now);
  }

  private static List<Binding> present(Connection connection, String uid, long now)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(PRESENT)) {
      query.setString(1, uid);
      query.setLong(2, now);
      List<Binding> present = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          int q = row.getInt(3);
          Integer given = row.wasNull() ? null : q;
          present.add(
              new Binding(
                  row.getString(1),
                  row.getLong(2),
                  given,
                  row.getString(4),
                  row.getLong(5),
                  reach(row)));
        }
      }
      return present;
    }
  }

  private static Reach reach(ResultSet row) throws SQLException {
    String instance = row.getString(6);
    return new Reach(instance.isEmpty() ? null : instance, row.getInt(7), row.getString(8));
  }

  /**
   * Removes what was registered by a flow that has failed.
   *
   * @param token the flow's
   * @throws SQLException if the database fails
   */
  public void lost(Connection connection, String token) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(LOST)) {
      delete.setString(1, "%:" + token + "@%");
      delete.executeUpdate();
    }
  }

  private static void replace(Connection connection, String uid, List<Binding> bindings)
      throws SQLException {
    try (PreparedStatement clear = connection.prepareStatement(CLEAR);
        PreparedStatement add = connection.prepareStatement(ADD)) {
      clear.setString(1, uid);
      clear.executeUpdate();
      for (Binding binding : bindings) {
        add.setString(1, uid);
        add.setString(2, binding.contact());
        add.setLong(3, binding.expiresMillis());
        add.setObject(4, binding.q(), Types.INTEGER);
        add.setString(5, binding.callId());
        add.setLong(6, binding.cseq());
        Reach reach = binding.reach();
        add.setString(7, reach.instance() == null ? "" : reach.instance());
        add.setInt(8, reach.regId());
        add.setString(9, reach.path());
        add.executeUpdate();
      }
    }
  }
}
