package org.sipasync.functions.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.support.ConcurrencyLimit;
import org.sipasync.support.Failures;

/**
 * The connection to a server. Lettuce and Netty take seconds to load, so this constructor loads
 * them rather than the event loop that sends the first command; it also starts the connection.
 * Lettuce reconnects by itself.
 */
final class SharedConnection implements AutoCloseable {
  private static final int THREADS = 2;
  private static final Duration MAX_BACK_OFF = Duration.ofSeconds(1);

  private final RedisSettings settings;
  private final ConcurrencyLimit limit;
  private final ClientResources resources;
  private final RedisClient redis;
  private CompletableFuture<StatefulRedisConnection<String, String>> connection;
  private boolean closed;

  SharedConnection(RedisSettings settings) {
    this.settings = settings;
    this.limit =
        new ConcurrencyLimit(
            settings.maxWaiting(), "Redis commands", "sip.async.redis.max-waiting");
    this.resources = resources();
    this.redis = RedisClient.create(resources);
    redis.setOptions(options(settings));
    redis.addListener(new OutageLog(settings.toString()));
    connection();
  }

  int waiting() {
    return limit.inFlight();
  }

  /**
   * Sends a command.
   *
   * @param arguments encodes them, once connected
   * @throws RejectedExecutionException if too many wait
   */
  CompletableFuture<Result> send(
      ProtocolKeyword command, Supplier<CommandArgs<String, String>> arguments) {
    ConcurrencyLimit.Permit permit = limit.acquire();
    CompletableFuture<Result> result =
        connection()
            .thenCompose(ready -> dispatch(ready, command, arguments.get()))
            .handle(SharedConnection::result);
    result.whenComplete((ended, failure) -> permit.release());
    return result;
  }

  private CompletionStage<Object> dispatch(
      StatefulRedisConnection<String, String> connection,
      ProtocolKeyword command,
      CommandArgs<String, String> arguments) {
    return connection.async().dispatch(command, new Answer(settings.maxAnswer()), arguments);
  }

  private static Result result(Object answer, Throwable failure) {
    if (failure != null) {
      Throwable cause = Failures.unwrap(failure);
      return Result.failed(
          isConnectTimeout(cause) ? ReturnCodes.CONNECT_TIMEOUT : ReturnCodes.ERROR, cause);
    }
    return answer == null ? Result.failed(ReturnCodes.NOTHING_FOUND, null) : Result.ok(answer);
  }

  private static boolean isConnectTimeout(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectTimeoutException
          || cause instanceof RedisCommandTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /** Returns the connection, the current attempt or, after a failure, a new one. */
  private synchronized CompletableFuture<StatefulRedisConnection<String, String>> connection() {
    if (closed) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis is closed"));
    }
    if (connection == null || connection.isCompletedExceptionally()) {
      RedisURI uri = RedisURI.create(settings.uri());
      uri.setTimeout(settings.connectTimeout()); // of the handshake after the connect
      connection = redis.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
    }
    return connection;
  }

  private static ClientResources resources() {
    return DefaultClientResources.builder()
        .ioThreadPoolSize(THREADS)
        .computationThreadPoolSize(THREADS)
        .reconnectDelay(
            Delay.exponential(Duration.ofMillis(50), MAX_BACK_OFF, 2, TimeUnit.MILLISECONDS))
        .threadFactoryProvider(name -> new DefaultThreadFactory("sip-async-redis", true))
        .nettyCustomizer(new StrayReplies())
        .build();
  }

  private static ClientOptions options(RedisSettings settings) {
    return ClientOptions.builder()
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(settings.maxWaiting() + 10)
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(settings.connectTimeout())
                .keepAlive(true)
                .build())
        .timeoutOptions(TimeoutOptions.create())
        .build();
  }

  @Override
  public synchronized void close() {
    closed = true;
    redis
        .shutdownAsync(0, 1, TimeUnit.SECONDS)
        .whenComplete((ended, failure) -> resources.shutdown(0, 1, TimeUnit.SECONDS));
  }
}
