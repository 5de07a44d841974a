package org.sipasync.functions.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.protocol.ConnectionWatchdog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sipasync.Problem;

/**
 * Logs the start and the end of each outage. Lettuce would log every reconnect attempt, about one a
 * second.
 */
final class OutageLog implements RedisConnectionStateListener {
  private static final Logger LOG = System.getLogger("org.sipasync.functions.redis");

  /** Referenced so that the logger and its level are not garbage-collected. */
  private static final java.util.logging.Logger ATTEMPTS =
      java.util.logging.Logger.getLogger(ConnectionWatchdog.class.getName());

  static {
    ATTEMPTS.setLevel(java.util.logging.Level.SEVERE);
  }

  private final String server;
  private final AtomicBoolean isLost = new AtomicBoolean();

  OutageLog(String server) {
    this.server = server;
  }

  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
    if (isLost.compareAndSet(true, false)) {
      LOG.log(Level.INFO, () -> Problem.CONNECTION_BACK.message(server));
    }
  }

  @Override
  public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
    if (isLost.compareAndSet(false, true)) {
      LOG.log(Level.WARNING, () -> Problem.CONNECTION_LOST.message(server));
    }
  }
}
