package org.sipasync.functions.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.SipAsyncException;
import org.sipasync.core.Operation;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.testkit.Bench;
import org.sipasync.testkit.BlackHole;
import org.sipasync.testkit.RedisServer;
import org.sipasync.testkit.Silent;

/** Against Debian's redis-server. */
@Tag("F3")
class RedisTest {
  private final Bench bench = new Bench(2);
  private final RedisServer server = RedisServer.start();
  private final Redis redis = Redis.of(at("redis://127.0.0.1:" + server.port()));

  private static RedisSettings at(String uri) {
    return RedisSettings.at(uri);
  }

  @AfterEach
  void stop() {
    try {
      await().untilAsserted(() -> assertThat(redis.waiting()).isZero());
      bench.close();
    } finally {
      redis.close();
      server.close();
    }
  }

  private Result result(AsyncFunction function) throws Exception {
    return bench.result(function);
  }

  private CompletableFuture<Result> start(AsyncFunction function, Duration deadline) {
    return bench.start(function, deadline);
  }

  @Test
  @DisplayName("Text, numbers, lists, maps; nil is -9")
  void done() throws Exception {
    assertThat(result(redis.set("k", "grüße")).value()).isEqualTo("OK");
    assertThat(result(redis.get("k").into("text")).outputs()).containsEntry("text", "grüße");
    assertThat(result(redis.increment("n")).value()).isEqualTo(1L);
    assertThat(result(redis.command("HSET", "h", "a", 1, "b", "two")).value()).isEqualTo(2L);
    assertThat(result(redis.hashGet("h", "b")).value()).isEqualTo("two");
    assertThat(result(redis.command("HGETALL", "h")).value())
        .isEqualTo(Map.of("a", "1", "b", "two"));
    result(redis.command("RPUSH", "l", "x", "y"));
    assertThat(result(redis.command("LRANGE", "l", 0, -1)).value()).isEqualTo(List.of("x", "y"));
    assertThat(result(redis.delete("k", "n", "none")).value()).isEqualTo(2L);
    assertThat(result(redis.get("k")).returnCode()).isEqualTo(ReturnCodes.NOTHING_FOUND);
    assertThat(result(redis.set("short", "x", Duration.ofMillis(20))).isOk()).isTrue();
    await().until(() -> result(redis.get("short")).returnCode() == ReturnCodes.NOTHING_FOUND);
  }

  @Test
  @Tag("F1")
  @DisplayName("F1: the client exists, with its threads, before a command is sent")
  void madeAtInjection() {
    try (Redis unused = Redis.of(at("redis://127.0.0.1:" + server.port()))) {
      assertThat(unused.waiting()).isZero();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  Thread.getAllStackTraces().keySet().stream()
                      .anyMatch(thread -> thread.getName().startsWith("sip-async-redis")));
    }
  }

  @Test
  void errors() throws Exception {
    result(redis.set("k", "text"));
    Result wrong = result(redis.command("LPUSH", "k", "x"));
    assertThat(wrong.returnCode()).isEqualTo(-1);
    assertThat(wrong.cause()).hasMessageStartingWith("WRONGTYPE");
    assertThat(result(redis.command("NOSUCHCOMMAND")).cause())
        .hasMessageContaining("unknown command");
  }

  @ParameterizedTest(name = "hostile value {0} stays a value")
  @ValueSource(
      strings = {"a\r\nSET k evil\r\n", "*1\r\n$8\r\nFLUSHALL\r\n", "nul\u0000", "${x}", "' \""})
  void hostileValues(String value) throws Exception {
    result(redis.set("k", "before"));
    assertThat(result(redis.set(value, value)).isOk()).isTrue();
    assertThat(result(redis.get(value)).value()).isEqualTo(value);
    assertThat(result(redis.get("k")).value()).isEqualTo("before");
  }

  @ParameterizedTest(name = "{0} is refused")
  @ValueSource(
      strings = {"SUBSCRIBE", "blpop", "MULTI", "SHUTDOWN", "CONFIG", "GET k\r\nFLUSHALL", "", "é"})
  void refused(String name) {
    assertThatThrownBy(() -> redis.command(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not possible on a shared connection")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void settings() {
    assertThatThrownBy(() -> redis.command("XREAD", "BLOCK", 0, "STREAMS", "s", "$"))
        .hasMessageContaining("with BLOCK");
    assertThatThrownBy(() -> RedisSettings.at("http://user:secret@host"))
        .isInstanceOf(SipAsyncException.class)
        .hasMessage(
            "SIPA-0103: sip.async.redis.uri has the value \"http://***@host\": it must be"
                + " redis://host:port or rediss://host:port.");
    assertThat(redis.set("k", "secret")).hasToString("redis SET");
    assertThat(RedisSettings.at("redis://:secret@h:1")).hasToString("Redis at redis://***@h:1");
  }

  @Test
  @Tag("A9")
  @DisplayName("A9: a server that hangs: -3; afterwards the connection is sound")
  void deadline() throws Exception {
    pause();
    Result late = start(redis.get("k"), Duration.ofMillis(100)).get(20, TimeUnit.SECONDS);
    assertThat(late.returnCode()).isEqualTo(ReturnCodes.DEADLINE);
    goOn();
    result(redis.set("k", "v"));
    assertThat(result(redis.get("k")).value()).isEqualTo("v");
  }

  private void pause() throws Exception {
    server.pause();
  }

  private void goOn() throws Exception {
    server.goOn();
  }

  @Test
  @Tag("A8")
  void cancelled() throws Exception {
    pause();
    Operation call = bench.suspend(redis.get("k"));
    await().until(() -> redis.waiting() == 1);
    call.cancel();
    await().until(() -> redis.waiting() == 0);
    goOn();
    assertThat(result(redis.command("PING")).value()).isEqualTo("PONG");
  }

  @Test
  @Tag("A3")
  @DisplayName("A3: answers and deadlines race; each call ends once and none gets another's answer")
  void lostRace() throws Exception {
    List<CompletableFuture<Result>> calls = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      calls.add(start(redis.command("ECHO", "m" + i), Duration.ofNanos(200_000L * (1 + i % 20))));
    }
    for (int i = 0; i < calls.size(); i++) {
      Result result = calls.get(i).get(20, TimeUnit.SECONDS);
      assertThat(result.returnCode()).isIn(1, ReturnCodes.DEADLINE);
      if (result.isOk()) {
        assertThat(result.value()).isEqualTo("m" + i);
      }
    }
  }

  @Test
  @Tag("A12")
  void tooMany() throws Exception {
    try (Redis small =
        Redis.of(
            new RedisSettings(
                "redis://127.0.0.1:" + server.port(), Duration.ofSeconds(1), 2, 1000))) {
      assertThat(result(small.command("PING")).isOk()).isTrue();
      pause();
      CompletableFuture<Result> one = start(small.get("a"), Bench.LONG);
      CompletableFuture<Result> two = start(small.get("b"), Bench.LONG);
      await().until(() -> small.waiting() == 2);
      assertThat(result(small.get("c")).returnCode()).isEqualTo(ReturnCodes.SHED);
      goOn();
      assertThat(one.get(20, TimeUnit.SECONDS).returnCode()).isEqualTo(ReturnCodes.NOTHING_FOUND);
      assertThat(two.get(20, TimeUnit.SECONDS).returnCode()).isEqualTo(ReturnCodes.NOTHING_FOUND);
    }
  }

  @Test
  @DisplayName("Killed and started again under load: every call ends, and it recovers by itself")
  void restarted() throws Exception {
    List<CompletableFuture<Result>> calls = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      calls.add(start(redis.increment("n"), Bench.LONG));
      if (i == 1_500) {
        server.stop();
      }
    }
    for (CompletableFuture<Result> call : calls) {
      assertThat(call.get(40, TimeUnit.SECONDS).returnCode()).isIn(1, -1);
    }
    assertThat(result(redis.get("n")).returnCode()).isEqualTo(-1);
    server.restart();
    long down = System.nanoTime();
    await().atMost(Duration.ofSeconds(20)).until(() -> result(redis.command("PING")).isOk());
    System.out.printf(
        "redis is there again %d ms after its start%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - down));
  }

  @Test
  void connectionRefused() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    try (Redis absent = Redis.of(RedisSettings.at("redis://127.0.0.1:" + nobody))) {
      Result refused = result(absent.get("k"));
      assertThat(refused.returnCode()).isEqualTo(-1);
      assertThat(refused.cause()).hasMessageContaining("Unable to connect");
    }
  }

  @Test
  @DisplayName("A server that accepts and never answers: -3, then -1 after the connect timeout")
  void neverAnswers() throws Exception {
    try (Silent silent = new Silent();
        Redis mute =
            Redis.of(
                new RedisSettings(
                    "redis://127.0.0.1:" + silent.port(), Duration.ofMillis(300), 100, 1000))) {
      assertThat(
              start(mute.get("k"), Duration.ofMillis(100)).get(20, TimeUnit.SECONDS).returnCode())
          .isEqualTo(ReturnCodes.DEADLINE);
      Result unanswered = result(mute.get("k"));
      assertThat(unanswered.returnCode()).isEqualTo(ReturnCodes.CONNECT_TIMEOUT);
      assertThat(unanswered.cause()).isNotNull();
    }
  }

  @Test
  @DisplayName("A SYN that is never answered: -2; commands to another server do not notice")
  void synNeverAnswered() throws Exception {
    try (BlackHole hole = new BlackHole();
        Redis lost =
            Redis.of(
                new RedisSettings(
                    "redis://127.0.0.1:" + hole.port(), Duration.ofMillis(500), 100, 1000))) {
      List<CompletableFuture<Result>> stuck = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        stuck.add(start(lost.get("k"), Bench.LONG));
      }
      result(redis.command("PING"));
      long slowest = 0;
      for (int i = 0; i < 200; i++) {
        long before = System.nanoTime();
        assertThat(result(redis.command("PING")).isOk()).isTrue();
        slowest = Math.max(slowest, System.nanoTime() - before);
      }
      System.out.printf("MEASURED 200 PINGs beside 50 stuck: slowest %d us%n", slowest / 1000);
      for (CompletableFuture<Result> call : stuck) {
        assertThat(call.get(20, TimeUnit.SECONDS).returnCode())
            .isEqualTo(ReturnCodes.CONNECT_TIMEOUT);
      }
    }
  }

  @Test
  @DisplayName("A connection reset in mid-answer: -1, and the next command is answered")
  void reset() throws Exception {
    server.pause();
    CompletableFuture<Result> cut = start(redis.get("k"), Bench.LONG);
    await().until(() -> redis.waiting() == 1);
    server.stop();
    assertThat(cut.get(20, TimeUnit.SECONDS).returnCode()).isEqualTo(-1);
    server.restart();
    await().atMost(Duration.ofSeconds(20)).until(() -> result(redis.command("PING")).isOk());
  }

  @Test
  void answersAreBounded() throws Exception {
    try (Redis small =
        Redis.of(
            new RedisSettings(
                "redis://127.0.0.1:" + server.port(), Duration.ofSeconds(1), 10, 1000))) {
      result(small.set("long", "x".repeat(2000)));
      Result refused = result(small.get("long"));
      assertThat(refused.returnCode()).isEqualTo(-1);
      assertThat(refused.cause())
          .hasMessageContaining("the reply is longer than 1000 bytes (sip.async.redis.max-answer)");
      result(small.command("EVAL", "for i=1,200 do redis.call('RPUSH','l',i) end", 0));
      assertThat(result(small.command("LRANGE", "l", 0, -1)).returnCode()).isEqualTo(-1);
      assertThat(result(small.command("LRANGE", "l", 0, 1)).value()).isEqualTo(List.of("1", "2"));
    }
  }

  @Test
  void nested() throws Exception {
    Object nested = result(redis.command("EVAL", "return {1, {'a', {}}, 'b', {false}}", 0)).value();
    assertThat(nested.toString()).isEqualTo("[1, [a, []], b, [null]]");
  }

  @Test
  void manyAtOnce() throws Exception {
    for (int round = 0; round < 2; round++) {
      long started = System.nanoTime();
      List<CompletableFuture<Result>> calls = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        calls.add(start(redis.increment("many"), Bench.LONG));
      }
      for (CompletableFuture<Result> call : calls) {
        assertThat(call.get(40, TimeUnit.SECONDS).isOk()).isTrue();
      }
      System.out.printf(
          "10,000 × INCR: %d ms%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    }
    assertThat(result(redis.get("many")).value()).isEqualTo("20000");
  }
}
