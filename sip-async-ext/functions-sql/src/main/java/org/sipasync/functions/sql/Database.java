package org.sipasync.functions.sql;

import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.NamingException;
import javax.sql.DataSource;

/**
 * The DataSource of a {@link Sql}, with its limits.
 *
 * @param canceller cancels statements; shared by all DataSources of an application
 */
record Database(SqlSettings settings, Source source, Canceller canceller) {
  /** Finds a DataSource; called on the pool. */
  @FunctionalInterface
  interface Source {
    DataSource get() throws NamingException;
  }

  /** Returns a connection; blocks. */
  Connection connect() throws SQLException, NamingException {
    return source.get().getConnection();
  }
}
