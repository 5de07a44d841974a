package org.sipasync.functions.redis;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
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

  @Test
  @DisplayName("F12: a well-formed reply to no command ends the connection; no later call gets it")
  void strayAnswers() throws Exception {
    byte[] stray = "+stray\r\n".getBytes(StandardCharsets.US_ASCII);
    isWellAfter(
        () -> {
          int before = proxy.accepted();
          proxy.babble(stray);
          await().until(() -> proxy.accepted() > before);
        });
  }
}
