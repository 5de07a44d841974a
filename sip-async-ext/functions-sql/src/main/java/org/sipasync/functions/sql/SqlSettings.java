package org.sipasync.functions.sql;

import java.util.Objects;
import org.eclipse.microprofile.config.Config;
import org.sipasync.Problem;

/**
 * How SQL is set up.
 *
 * @param dataSource the JNDI name of the DataSource
 * @param maxRows how many rows a query may have at most
 */
public record SqlSettings(String dataSource, int maxRows) {
  private static final String DATA_SOURCE = "sip.async.sql.datasource";
  private static final String MAX_ROWS = "sip.async.sql.max-rows";

  public SqlSettings {
    Objects.requireNonNull(dataSource, "dataSource");
    if (maxRows < 1) {
      throw Problem.BAD_SETTING.exception(MAX_ROWS, maxRows, "it must be at least 1");
    }
  }

  /** The server's default DataSource, 1,000 rows. */
  public static SqlSettings defaults() {
    return new SqlSettings("java:comp/DefaultDataSource", 1_000);
  }

  /** As configured; what is left out, as by default. */
  public static SqlSettings from(Config config) {
    SqlSettings defaults = defaults();
    return new SqlSettings(
        config.getOptionalValue(DATA_SOURCE, String.class).orElse(defaults.dataSource),
        config.getOptionalValue(MAX_ROWS, Integer.class).orElse(defaults.maxRows));
  }
}
