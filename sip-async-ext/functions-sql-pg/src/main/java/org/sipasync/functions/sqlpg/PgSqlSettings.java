package org.sipasync.functions.sqlpg;

import java.time.Duration;
import java.util.Objects;
import org.eclipse.microprofile.config.Config;
import org.sipasync.support.SettingsReader;

/**
 * Location and limits of PostgreSQL.
 *
 * @param uri {@code postgresql://[user[:password]@]host[:port]/database[?sslmode=verify-full]};
 *     {@code sip.async.sql-pg.uri}
 * @param connections maximum connections; {@code sip.async.sql-pg.connections}
 * @param connectTimeout time for lookup, connect and login; {@code
 *     sip.async.sql-pg.connect-timeout} in ms
 * @param maxInFlight limit of statements running or waiting for a connection; {@code
 *     sip.async.sql-pg.max-in-flight}
 * @param maxRows maximum rows of a query; {@code sip.async.sql-pg.max-rows}
 */
public record PgSqlSettings(
    String uri, int connections, Duration connectTimeout, int maxInFlight, int maxRows) {
  private static final String PREFIX = "sip.async.sql-pg.";
  private static final int MAX_CONNECTIONS = 1_000;
  private static final Duration MAX_CONNECT_TIMEOUT = Duration.ofMinutes(10);
  private static final int MAX_IN_FLIGHT = 100_000;
  private static final int MAX_ROWS = 1_000_000;

  public PgSqlSettings {
    Objects.requireNonNull(uri, "uri");
    if (!uri.matches("postgres(ql)?://[^\\s/]+/\\S*")) {
      throw SettingsReader.refusal(
          PREFIX + "uri", withoutPassword(uri), "it must be postgresql://user@host:port/database");
    }
    SettingsReader.check(PREFIX + "connections", connections, 1, MAX_CONNECTIONS);
    SettingsReader.check(
        PREFIX + "connect-timeout", connectTimeout.toMillis(), 1, MAX_CONNECT_TIMEOUT.toMillis());
    SettingsReader.check(PREFIX + "max-in-flight", maxInFlight, 1, MAX_IN_FLIGHT);
    SettingsReader.check(PREFIX + "max-rows", maxRows, 1, MAX_ROWS);
  }

  private static String withoutPassword(String uri) {
    return uri.replaceAll("//.*@", "//***@").replaceAll("(?i)(password=)[^&]*", "$1***");
  }

  /**
   * Returns settings with defaults: 20 connections, 2 s to connect, 1,000 statements, 1,000 rows
   * each.
   */
  public static PgSqlSettings at(String uri) {
    return new PgSqlSettings(uri, 20, Duration.ofSeconds(2), 1_000, 1_000);
  }

  /**
   * Reads the configuration; absent settings default to {@link #at} {@code
   * postgresql://postgres@127.0.0.1:5432/postgres}.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0103 naming the key, if a value is invalid
   */
  public static PgSqlSettings from(Config config) {
    SettingsReader reader =
        new SettingsReader(key -> config.getOptionalValue(key, String.class), PREFIX);
    PgSqlSettings d =
        at(reader.text("uri").orElse("postgresql://postgres@127.0.0.1:5432/postgres"));
    return new PgSqlSettings(
        d.uri,
        reader.number("connections", d.connections, 1, MAX_CONNECTIONS),
        reader.millis(
            "connect-timeout", d.connectTimeout, Duration.ofMillis(1), MAX_CONNECT_TIMEOUT),
        reader.number("max-in-flight", d.maxInFlight, 1, MAX_IN_FLIGHT),
        reader.number("max-rows", d.maxRows, 1, MAX_ROWS));
  }

  /** Returns these settings with other limits. */
  public PgSqlSettings withBounds(int connections, Duration connect, int inFlight, int rows) {
    return new PgSqlSettings(uri, connections, connect, inFlight, rows);
  }

  /** Omits the password. */
  @Override
  public String toString() {
    return "PostgreSQL at " + withoutPassword(uri);
  }
}
