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
 * Redis commands as functions, without a counterpart in OpenSIPS.
 *
 * <pre>{@code
 * async.call(redis.get("route:" + number).into("route")).deadline(ofMillis(200)).resume("routed");
 * async.launch(redis.command("LPUSH", "cdr", record)).start();
 * }</pre>
 *
 * <p>All commands share one pipelined connection, which starts with this object and reconnects by
 * itself. Without a connection commands fail immediately; none is queued or sent twice. Keys and
 * values are length-prefixed, so they cannot inject commands.
 *
 * <p>Values: text, {@code Long}, {@code Double}, {@code Boolean}, or a {@code List} or {@code Map}
 * of them, which may contain null. Return codes: 1 done; -1 error, or no connection; -2 connection
 * timeout; -9 nil; -3 deadline; -4 limit of waiting commands reached. An abandoned command may
 * still be executed, because Redis cannot cancel it.
 *
 * <p>Thread-safe and non-blocking.
 */
public final class Redis implements AutoCloseable {
  /** Return code for an unknown key or field. */
  public static final int NIL = ReturnCodes.NOTHING_FOUND;

  /** Commands that block the connection, change it for all others, or stop the server. */
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

  /** Starts to connect to a Redis server, without waiting for it. */
  public static Redis of(RedisSettings settings) {
    return new Redis(Objects.requireNonNull(settings, "settings"));
  }

  /**
   * Creates any command.
   *
   * @param name such as {@code HGETALL}, a constant of the application; not one that blocks or
   *     changes the connection
   * @param arguments sent as text, {@code byte[]} as is; not null
   * @throws IllegalArgumentException if the command is not allowed
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

  /** Gets the text of a key; -9 if there is none. */
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
   * @param life positive, in whole milliseconds
   */
  public AsyncFunction set(String key, String value, Duration life) {
    return command("SET", key, value, "PX", life.toMillis());
  }

  /** Increments a key; the value is the sum, a {@code Long}. */
  public AsyncFunction increment(String key) {
    return command("INCR", key);
  }

  /** Gets the text of a hash field; -9 if there is none. */
  public AsyncFunction hashGet(String key, String field) {
    return command("HGET", key, field);
  }

  /** Deletes keys; the value is the number deleted, a {@code Long}. */
  public AsyncFunction delete(String... keys) {
    return command("DEL", Stream.of(keys).toArray());
  }

  /** Returns the number of commands waiting for replies. */
  public int waiting() {
    return client.waiting();
  }

  /** Closes the connection and its threads; waiting commands fail. */
  @Override
  public void close() {
    client.close();
  }
}
