package org.sipasync.functions.redis;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.microprofile.config.Config;
import org.sipasync.Problem;

/**
 * Where Redis is and how much may wait for it.
 *
 * @param uri {@code redis://[[user:]password@]host[:port][/database]}, or {@code rediss} for TLS
 * @param connectTimeout how long connecting may take
 * @param maxWaiting how many commands may wait for their answers
 * @param maxAnswer how many bytes an answer may have
 */
public record RedisSettings(String uri, Duration connectTimeout, int maxWaiting, int maxAnswer) {
  private static final String URI_KEY = "sip.async.redis.uri";
  private static final String CONNECT = "sip.async.redis.connect-timeout";
  private static final String ANSWER = "sip.async.redis.max-answer";
  private static final String WAITING = "sip.async.redis.max-waiting";

  public RedisSettings {
    Objects.requireNonNull(uri, "uri");
    if (!uri.matches("rediss?://\\S+")) {
      throw Problem.BAD_SETTING.exception(
          URI_KEY, withoutPassword(uri), "it must be redis://host:port or rediss://host:port");
    }
    if (connectTimeout.toMillis() < 1) {
      throw Problem.BAD_SETTING.exception(
          CONNECT, connectTimeout.toMillis(), "it must be at least 1");
    }
    if (maxWaiting < 1) {
      throw Problem.BAD_SETTING.exception(WAITING, maxWaiting, "it must be at least 1");
    }
    if (maxAnswer < 1) {
      throw Problem.BAD_SETTING.exception(ANSWER, maxAnswer, "it must be at least 1");
    }
  }

  private static String withoutPassword(String uri) {
    return uri.replaceAll("//[^@/]*@", "//***@");
  }

  /** {@code redis://127.0.0.1:6379}, 1 s, 10,000 commands, answers of 1 MiB. */
  public static RedisSettings defaults() {
    return new RedisSettings("redis://127.0.0.1:6379", Duration.ofSeconds(1), 10_000, 1 << 20);
  }

  /** The default, at another place. */
  public static RedisSettings at(String uri) {
    return new RedisSettings(
        uri, defaults().connectTimeout, defaults().maxWaiting, defaults().maxAnswer);
  }

  /** As configured; what is left out, as by default. */
  public static RedisSettings from(Config config) {
    RedisSettings defaults = defaults();
    return new RedisSettings(
        config.getOptionalValue(URI_KEY, String.class).orElse(defaults.uri),
        config
            .getOptionalValue(CONNECT, Long.class)
            .map(Duration::ofMillis)
            .orElse(defaults.connectTimeout),
        config.getOptionalValue(WAITING, Integer.class).orElse(defaults.maxWaiting),
        config.getOptionalValue(ANSWER, Integer.class).orElse(defaults.maxAnswer));
  }

  /** For people: without the password. */
  @Override
  public String toString() {
    return "Redis at " + URI.create(withoutPassword(uri));
  }
}
