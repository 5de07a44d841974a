package org.sipasync.sample;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.sipasync.digest.DigestAlgorithm;
import org.sipasync.sample.registrar.BindingStore;

/**
 * The database: the server's own H2 in memory or, with {@code sample.database.url}, PostgreSQL.
 * Missing tables are created and filled with demo users.
 */
@ApplicationScoped
@DataSourceDefinition(
    name = Database.POSTGRESQL,
    className = "org.postgresql.ds.PGSimpleDataSource",
    url = "${MPCONFIG=sample.database.url:none}",
    initialPoolSize = 0,
    minPoolSize = 0,
    maxPoolSize = 64,
    properties = { // the pool drops dead connections: docs/functions/sql.md
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=custom-validation",
      "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
      "fish.payara.fail-all-connections=true",
      "fish.payara.validate-atmost-once-period-in-seconds=1"
    })
public class Database {
  static final String POSTGRESQL = "java:app/jdbc/sample";
  private static final String EMBEDDED = "java:comp/DefaultDataSource";
  private static final System.Logger LOG = System.getLogger(Database.class.getName());

  private static final String[] TABLES = {
    "CREATE TABLE IF NOT EXISTS sample_users (uid VARCHAR(64) PRIMARY KEY, credit BIGINT NOT NULL,"
        + " ha1_md5 VARCHAR(32) NOT NULL, ha1_sha256 VARCHAR(64) NOT NULL)",
    BindingStore.TABLE,
    "CREATE TABLE IF NOT EXISTS sample_calls (call_id VARCHAR(255), started BIGINT NOT NULL,"
        + " ended BIGINT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS sample_calls_ended ON sample_calls (ended)"
  };

  /** Lets H2's writer wake twice a second instead of twenty times: its file is temporary. */
  private static final String RARE_WRITES = "SET WRITE_DELAY 10000";

  /** Each user's password is {@code secret-of-} and the name. */
  private static final Map<String, Long> DEMO_USERS = Map.of("alice", 42L, "bob", 7L, "carol", 0L);

  @Inject
  @ConfigProperty(name = "sample.database.url")
  String url;

  @Inject Settings settings;

  /** Returns the JNDI name of the DataSource in use. */
  String dataSourceName() {
    return url.equals("none") ? EMBEDDED : POSTGRESQL;
  }

  /** Returns the DataSource in use, for blocking code. */
  DataSource dataSource() throws NamingException {
    return (DataSource) new InitialContext().lookup(dataSourceName());
  }

  void prepare(@Observes @Initialized(ApplicationScoped.class) Object start)
      throws SQLException, NamingException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table);
      }
      fill(connection);
      String product = connection.getMetaData().getDatabaseProductName();
      if (product.equals("H2")) {
        statement.execute(RARE_WRITES);
      }
      LOG.log(Level.INFO, "Database {0}, demo users alice, bob, carol", product);
    }
  }

  private void fill(Connection connection) throws SQLException {
    String text =
        "INSERT INTO sample_users (uid, credit, ha1_md5, ha1_sha256) SELECT ?, ?, ?, ?"
            + " WHERE NOT EXISTS (SELECT 1 FROM sample_users WHERE uid = ?)";
    try (PreparedStatement insert = connection.prepareStatement(text)) {
      for (Map.Entry<String, Long> user : DEMO_USERS.entrySet()) {
        String uid = user.getKey();
        String password = "secret-of-" + uid;
        insert.setString(1, uid);
        insert.setLong(2, user.getValue());
        insert.setString(3, DigestAlgorithm.MD5.secret(uid, settings.realm(), password));
        insert.setString(4, DigestAlgorithm.SHA_256.secret(uid, settings.realm(), password));
        insert.setString(5, uid);
        insert.executeUpdate();
      }
    }
  }
}
