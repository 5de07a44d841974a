package org.sipasync.functions.sql;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.sipasync.Problem;
import org.sipasync.support.LogText;

/** Opens and releases a first connection of a DataSource, on a thread of the server. */
final class FirstConnection {
  private static final Logger LOG = System.getLogger("org.sipasync.functions.sql");

  private FirstConnection() {}

  /**
   * Returns immediately; a failure is logged (SIPA-0326), and the deployment continues.
   *
   * @param name its JNDI name
   */
  static void of(String name) {
    try {
      InitialContext jndi = new InitialContext();
      DataSource source = (DataSource) jndi.lookup(name);
      ManagedExecutorService pool =
          (ManagedExecutorService) jndi.lookup("java:comp/DefaultManagedExecutorService");
      pool.execute(() -> take(name, source));
    } catch (NamingException | ClassCastException | RejectedExecutionException e) {
      tell(name, e);
    }
  }

  private static void take(String name, DataSource source) {
    try (Connection connection = source.getConnection()) {
      LOG.log(Level.DEBUG, "DataSource {0} gives connections", name);
    } catch (SQLException | RuntimeException e) {
      tell(name, e);
    }
  }

  private static void tell(String name, Exception failure) {
    LOG.log(
        Level.WARNING,
        LogText.clean(Problem.DATA_SOURCE_FAILS.message(name, failure.getMessage()), 500));
  }
}
