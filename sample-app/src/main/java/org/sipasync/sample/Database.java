package org.sipasync.sample;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.sipasync.AsyncFunction;

/** The users: in the server's own database, H2, made anew with each start. */
@ApplicationScoped
public class Database {
  private static final String[] SETUP = {
    "DROP TABLE IF EXISTS users",
    "CREATE TABLE users (uid VARCHAR(64) PRIMARY KEY, credit BIGINT NOT NULL)",
    "INSERT INTO users VALUES ('alice', 42), ('bob', 7), ('carol', 0)"
  };

  @Resource(lookup = "java:comp/DefaultDataSource")
  DataSource source;

  void fill(@Observes @Initialized(ApplicationScoped.class) Object start) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String line : SETUP) {
        statement.execute(line);
      }
    }
  }

  /** The credit of a user; null if there is no such user. Blocks: a function for async. */
  @AsyncFunction("credit")
  Long creditOf(String uid) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement query =
            connection.prepareStatement("SELECT credit FROM users WHERE uid = ?")) {
      query.setString(1, uid);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : null;
      }
    }
  }
}
