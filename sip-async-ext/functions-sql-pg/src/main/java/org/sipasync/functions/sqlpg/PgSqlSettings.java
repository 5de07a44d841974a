package org.sipasync.functions.sqlpg;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.sipasync.Problem;

/**
 * Where PostgreSQL is and how much may be asked of it.
 *
 * @param uri {@code postgresql://[user[:password]@]host[:port]/database[?sslmode=verify-full]};
 *     {@code sip.async.sql-pg.uri}
 * @param connections at most; {@code sip.async.sql-pg.connections}
 * @param connectTimeout for the host's lookup, connecting and logging in; {@code
 *     sip.async.sql-pg.connect-timeout} in ms
 * @param maxInFlight statements under way or waiting for a connection at most; {@code
 *     sip.async.sql-pg.max-in-flight}
 * @param maxRows of one query at most; {@code sip.async.sql-pg.max-rows}
 */
public record PgSqlSettings(
    String uri, int connections, Duration connectTimeout, int maxInFlight, int maxRows) {
  private static final String PREFIX = "sip.async.sql-pg.";

  public PgSqlSettings {
    Objects.requireNonNull(uri, "uri");
    if (!uri.matches("postgres(ql)?://[^\\s/]+/\\S*")) {
      throw Problem.BAD_SETTING.exception(
          PREFIX + "uri", withoutPassword(uri), "it must be postgresql://user@host:port/database");
    }
    check("connections", connections, 1_000);
    check("connect-timeout", connectTimeout.toMillis(), 600_000);
    check("max-in-flight", maxInFlight, 100_000);
    check("max-rows", maxRows, 1_000_000);
  }

  private static void check(String key, long value, long most) {
    if (value < 1 || value > most) {
      throw Problem.BAD_SETTING.exception(
          PREFIX + key, value, "it must be a whole number from 1 to " + most);
    }
  }

  private static String withoutPassword(String uri) {
    return uri.replaceAll("//.*@", "//***@").replaceAll("(?i)(password=)[^&]*", "$1***");
  }

  /** A database: 20 connections, 2 s to connect, 1,000 statements in flight, 1,000 rows each. */
  public static PgSqlSettings at(String uri) {
    return new PgSqlSettings(uri, 20, Duration.ofSeconds(2), 1_000, 1_000);
  }

  /**
   * As configured; what is left out, as by {@link #at} {@code
   * postgresql://postgres@127.0.0.1:5432/postgres}.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0103 naming the key, if a value does not fit
   */
  public static PgSqlSettings from(Config config) {
    PgSqlSettings d =
        at(
            config
                .getOptionalValue(PREFIX + "uri", String.class)
                .orElse("postgresql://postgres@127.0.0.1:5432/postgres"));
    return new PgSqlSettings(
        d.uri,
        number(config, "connections", d.connections),
        Duration.ofMillis(number(config, "connect-timeout", (int) d.connectTimeout.toMillis())),
        number(config, "max-in-flight", d.maxInFlight),
        number(config, "max-rows", d.maxRows));
  }

  private static int number(Config config, String key, int fallback) {
    Optional<String> text = config.getOptionalValue(PREFIX + key, String.class).map(String::trim);
    try {
      return text.map(Integer::parseInt).orElse(fallback);
    } catch (NumberFormatException e) {
      throw Problem.BAD_SETTING.exception(
          PREFIX + key, text.orElse(""), "it must be a whole number", e);
    }
  }

  /** The same with other bounds. */
  public PgSqlSettings withBounds(int most, Duration connect, int inFlight, int rows) {
    return new PgSqlSettings(uri, most, connect, inFlight, rows);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "PostgreSQL at " + withoutPassword(uri);
  }
}
