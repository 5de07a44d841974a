package org.sipasync.functions.redis;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.microprofile.config.Config;
import org.sipasync.support.SettingsReader;

/**
 * Location and limits of Redis.
 *
 * @param uri {@code redis://[[user:]password@]host[:port][/database]}, or {@code rediss} for TLS
 * @param connectTimeout time for connect and handshake, each
 * @param maxWaiting limit of commands waiting for replies
 * @param maxAnswer maximum bytes per reply
 */
public record RedisSettings(String uri, Duration connectTimeout, int maxWaiting, int maxAnswer) {
  private static final String PREFIX = "sip.async.redis.";
  private static final int MAX_ANSWER = 1 << 30;
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);
  private static final int MAX_WAITING = 10_000_000;

  public RedisSettings {
    if (!Objects.requireNonNull(uri, "uri").matches("rediss?://[^\\s/?#]+(/\\S*)?")) {
      throw SettingsReader.refusal(
          PREFIX + "uri",
          withoutPassword(uri),
          "it must be redis://host:port or rediss://host:port");
    }
    SettingsReader.check(
        PREFIX + "connect-timeout", connectTimeout.toMillis(), 1, MAX_TIMEOUT.toMillis());
    SettingsReader.check(PREFIX + "max-waiting", maxWaiting, 1, MAX_WAITING);
    SettingsReader.check(PREFIX + "max-answer", maxAnswer, 1, MAX_ANSWER);
  }

  private static String withoutPassword(String uri) {
    return uri.replaceAll("//[^@/]*@", "//***@");
  }

  /**
   * Returns the defaults: {@code redis://127.0.0.1:6379}, 1 s, 10,000 commands, replies of 1 MiB.
   */
  public static RedisSettings defaults() {
    return new RedisSettings("redis://127.0.0.1:6379", Duration.ofSeconds(1), 10_000, 1 << 20);
  }

  /** Returns the defaults for another location. */
  public static RedisSettings at(String uri) {
    return new RedisSettings(
        uri, defaults().connectTimeout, defaults().maxWaiting, defaults().maxAnswer);
  }

  /**
   * Reads the configuration; absent settings have their defaults.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0103 naming the key, if a value is invalid
   */
  public static RedisSettings from(Config config) {
    SettingsReader reader =
        new SettingsReader(key -> config.getOptionalValue(key, String.class), PREFIX);
    RedisSettings defaults = defaults();
    return new RedisSettings(
        reader.text("uri").orElse(defaults.uri),
        reader.millis(
            "connect-timeout", defaults.connectTimeout, Duration.ofMillis(1), MAX_TIMEOUT),
        reader.number("max-waiting", defaults.maxWaiting, 1, MAX_WAITING),
        reader.number("max-answer", defaults.maxAnswer, 1, MAX_ANSWER));
  }

  /** Omits the password. */
  @Override
  public String toString() {
    return "Redis at " + URI.create(withoutPassword(uri));
  }
}
