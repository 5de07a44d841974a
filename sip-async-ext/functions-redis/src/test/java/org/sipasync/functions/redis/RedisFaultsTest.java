package org.sipasync.functions.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.sipasync.function.AsyncFunction;
import org.sipasync.testkit.KeptConnectionFaults;
import org.sipasync.testkit.RedisServer;

class RedisFaultsTest extends KeptConnectionFaults {
  private static RedisServer server;
  private Redis redis;

  @BeforeAll
  static void start() {
    server = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected int serverPort() {
    return server.port();
  }

  @Override
  protected AutoCloseable connectTo(int port) {
    redis = Redis.of(RedisSettings.at("redis://127.0.0.1:" + port));
    return redis;
  }

  @Override
  protected AsyncFunction read(String word) {
    return redis.command("ECHO", word);
  }
}
