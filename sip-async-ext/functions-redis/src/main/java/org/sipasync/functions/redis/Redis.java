package org.sipasync.functions.redis;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.ReturnCodes;
import org.sipasync.support.LogText;

/**
 * Redis commands as functions; OpenSIPS has none.
 *
 * <pre>{@code
 * async.call(redis.get("route:" + number).into("route")).deadline(ofMillis(200)).resume("routed");
 * async.launch(redis.command("LPUSH", "cdr", record)).start();
 * }</pre>
 *
 * <p>All commands share one pipelined connection, which begins with this object and is made anew
 * when it is lost. While there is none, commands fail at once: none is kept, none is sent twice.
 * Keys and values are sent with their lengths, so nothing in them is a command.
 *
 * <p>Values: text, {@code Long}, {@code Double}, {@code Boolean}, or a {@code List} or {@code Map}
 * of them, or null within these. Return codes: 1 done; -1 error, or no connection; -2 no connection
 * in time; -9 nil; -3 deadline; -4 too many wait. A command that is given up may still be carried
 * out: Redis knows no cancelling.
 *
 * <p>Safe for use by many threads; nothing blocks.
 */
public final class Redis implements AutoCloseable {
  /** There is no such key or field. */
  public static final int NIL = ReturnCodes.NOTHING_FOUND;

  /** They hold the connection for themselves, or change it for all others, or end the server. */
  private static final Set<String> REFUSED =
      Set.of(
          ("SUBSCRIBE PSUBSCRIBE SSUBSCRIBE UNSUBSCRIBE PUNSUBSCRIBE SUNSUBSCRIBE MONITOR BLPOP"
                  + " BRPOP BLMOVE BRPOPLPUSH BZPOPMIN BZPOPMAX BLMPOP BZMPOP WAIT WAITAOF MULTI"
                  + " EXEC DISCARD WATCH UNWATCH SELECT AUTH HELLO RESET QUIT SHUTDOWN CLIENT DEBUG"
                  + " SYNC PSYNC REPLICAOF SLAVEOF CONFIG FAILOVER")
              .split(" "));

  private final SharedConnection client;

  private Redis(RedisSettings settings) {
    this.client = new SharedConnection(settings);
  }

  /** A Redis server; begins to connect, without waiting for it. */
  public static Redis of(RedisSettings settings) {
    return new Redis(Objects.requireNonNull(settings, "settings"));
  }

  /**
   * Any command.
   *
   * @param name such as {@code HGETALL}, a constant of the application; not one that blocks the
   *     connection or changes it
   * @param arguments each is sent as its text; {@code byte[]} as it is; none is null
   * @throws IllegalArgumentException if there can be no such command
   */
  public AsyncFunction command(String name, Object... arguments) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (!upper.matches("[A-Z]+([._][A-Z]+)*") || REFUSED.contains(upper)) {
      throw new IllegalArgumentException(
          "Redis command " + printable(name) + " is not possible on a shared connection");
    }
    List<Object> sent = List.of(arguments);
    if (upper.startsWith("XREAD") && sent.stream().anyMatch(Redis::isBlock)) {
      throw new IllegalArgumentException(
          "Redis command " + upper + " with BLOCK is not possible on a shared connection");
    }
    return new Command(client, upper, sent);
  }

  private static String printable(String name) {
    return LogText.clean(name, 40);
  }

  private static boolean isBlock(Object argument) {
    return argument instanceof String text && text.equalsIgnoreCase("BLOCK");
  }

  /** The text of a key; -9 if there is none. */
  public AsyncFunction get(String key) {
    return command("GET", key);
  }

  /** Sets a key to a text; the value is {@code OK}. */
  public AsyncFunction set(String key, String value) {
    return command("SET", key, value);
  }

  /**
   * Sets a key to a text for a while; the value is {@code OK}.
   *
   * @param life above zero, in whole milliseconds
   */
  public AsyncFunction set(String key, String value, Duration life) {
    return command("SET", key, value, "PX", life.toMillis());
  }

  /** Adds one to a key; the value is the sum, a {@code Long}. */
  public AsyncFunction increment(String key) {
    return command("INCR", key);
  }

  /** The text of a hash's field; -9 if there is none. */
  public AsyncFunction hashGet(String key, String field) {
    return command("HGET", key, field);
  }

  /** Deletes keys; the value is how many there were, a {@code Long}. */
  public AsyncFunction delete(String... keys) {
    return command("DEL", Stream.of(keys).toArray());
  }

  /** How many commands wait for their answers. */
  public int waiting() {
    return client.waiting();
  }

  /** Ends the connection and its threads; commands that wait fail. */
  @Override
  public void close() {
    client.close();
  }
}
