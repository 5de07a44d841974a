package org.sipasync.functions.sqlpg;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.sipasync.support.ConcurrencyLimit;

/** Connections, threads and limit shared by all statements of a {@link PgSql}. */
final class PgClient implements AutoCloseable {
  private static final Logger LOG = System.getLogger(PgClient.class.getName());
  private static final int THREADS = 2;

  /** Timeout of a hung handshake; longer than any SIP transaction. */
  private static final int SILENT_SECONDS = 200;

  private final PgSqlSettings settings;
  private final Vertx vertx;
  private final Pool pool;
  private final ConcurrencyLimit limit;

  PgClient(PgSqlSettings settings) {
    this.settings = settings;
    this.limit =
        new ConcurrencyLimit(
            settings.maxInFlight(), "PostgreSQL statements", "sip.async.sql-pg.max-in-flight");
    this.vertx = vertx();
    int millis = (int) settings.connectTimeout().toMillis();
    this.pool =
        PgBuilder.pool()
            .with(
                new PoolOptions()
                    .setMaxSize(settings.connections())
                    .setMaxWaitQueueSize(settings.maxInFlight())
                    .setConnectionTimeout(millis)
                    .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setIdleTimeout(60)
                    .setIdleTimeoutUnit(TimeUnit.SECONDS)
                    .setShared(false))
            .with(
                new NetClientOptions()
                    .setConnectTimeout(millis)
                    .setIdleTimeout(SILENT_SECONDS)
                    .setTcpKeepAlive(true))
            .connectingTo(PgConnectOptions.fromUri(settings.uri()).setCachePreparedStatements(true))
            .withConnectHandler(PgClient::open)
            .using(vertx)
            .build();
    warmUp();
  }

  /**
   * Loads the driver and opens the first connection here and on the client's own threads, since
   * doing so would stall an event loop. A failure is reported by the calls that follow.
   */
  private void warmUp() {
    pool.getConnection().onSuccess(SqlConnection::close);
  }

  /** Creates the client; its threads use our class loader, not that of the first application. */
  private static Vertx vertx() {
    Thread current = Thread.currentThread();
    ClassLoader before = current.getContextClassLoader();
    current.setContextClassLoader(PgClient.class.getClassLoader());
    try {
      return Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(THREADS)
              .setWorkerPoolSize(1)
              .setInternalBlockingPoolSize(1)
              .setFileSystemOptions(
                  new FileSystemOptions()
                      .setFileCachingEnabled(false)
                      .setClassPathResolvingEnabled(false)));
    } finally {
      current.setContextClassLoader(before);
    }
  }

  /**
   * Sets a handler for the end of the connection, which would otherwise be printed to stderr, too.
   */
  private static void open(SqlConnection connection) {
    connection.exceptionHandler(failure -> LOG.log(Level.DEBUG, "A connection ended", failure));
    connection.close(); // to the pool
  }

  PgSqlSettings settings() {
    return settings;
  }

  int inFlight() {
    return limit.inFlight();
  }

  /**
   * Acquires a permit for one statement.
   *
   * @throws RejectedExecutionException if too many are in flight
   */
  ConcurrencyLimit.Permit acquire() {
    return limit.acquire();
  }

  Future<SqlConnection> connection() {
    return pool.getConnection();
  }

  void later(Duration delay, Runnable task) {
    vertx.setTimer(delay.toMillis(), timer -> task.run());
  }

  @Override
  public void close() {
    pool.close().onComplete(closed -> vertx.close());
  }
}
