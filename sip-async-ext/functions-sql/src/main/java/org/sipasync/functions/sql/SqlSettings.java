package org.sipasync.functions.sql;

import java.util.Objects;
import org.eclipse.microprofile.config.Config;
import org.sipasync.support.SettingsReader;

/**
 * DataSource and limits of SQL.
 *
 * @param dataSource the JNDI name of the DataSource
 * @param maxRows maximum rows of a query
 */
public record SqlSettings(String dataSource, int maxRows) {
  private static final String PREFIX = "sip.async.sql.";
  static final String DEFAULT_DATA_SOURCE = "java:comp/DefaultDataSource";
  private static final int MAX_ROWS = 1_000_000;

  public SqlSettings {
    Objects.requireNonNull(dataSource, "dataSource");
    SettingsReader.check(PREFIX + "max-rows", maxRows, 1, MAX_ROWS);
  }

  /** Returns the defaults: the server's default DataSource, 1,000 rows. */
  public static SqlSettings defaults() {
    return new SqlSettings(DEFAULT_DATA_SOURCE, 1_000);
  }

  /**
   * Reads the configuration; absent settings have their defaults.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0103 naming the key, if a value is invalid
   */
  public static SqlSettings from(Config config) {
    SettingsReader reader =
        new SettingsReader(key -> config.getOptionalValue(key, String.class), PREFIX);
    SqlSettings defaults = defaults();
    return new SqlSettings(
        reader.text("datasource").orElse(defaults.dataSource),
        reader.number("max-rows", defaults.maxRows, 1, MAX_ROWS));
  }
}
