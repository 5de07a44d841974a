package org.sipasync.functions.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.sipasync.core.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.testkit.Bench;
import org.sipasync.testkit.Silent;

/** On a real PostgreSQL. */
@Tag("F3")
class PostgresTest {
  private static EmbeddedPostgres postgres;

  private final Bench bench = new Bench(20);
  private final Sql sql = Sql.of(postgres.getPostgresDatabase());

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @AfterEach
  void end() {
    bench.close();
    sql.close();
  }

  private long statementsRunning() throws Exception {
    return (Long)
        bench
            .result(
                sql.queryOne(
                    "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE"
                        + " 'SELECT pg_sleep%'"))
            .value();
  }

  private static PGSimpleDataSource at(int port) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"127.0.0.1"});
    source.setPortNumbers(new int[] {port});
    source.setUser("postgres");
    source.setConnectTimeout(2);
    return source;
  }

  @Test
  void done() throws Exception {
    Result result =
        bench.result(sql.queryOne("SELECT ?::bigint + 1, 'x'::text", 41L).columns("n", "t"));
    assertThat(result.outputs()).containsEntry("n", 42L).containsEntry("t", "x");
    assertThat(bench.result(sql.queryOne("SELECT '{\"a\": 1}'::json")).value())
        .isEqualTo("{\"a\": 1}");
    assertThat(bench.result(sql.queryOne("SELECT 1 WHERE false")).returnCode())
        .isEqualTo(ReturnCodes.NOTHING_FOUND);
    assertThat(bench.result(sql.queryOne("SELECT ?", "nul\u0000nul")).returnCode()).isEqualTo(-1);
  }

  @Test
  @Tag("A9")
  @DisplayName("A9: at the deadline -3, and the statement is gone from the server")
  void deadline() throws Exception {
    long before = System.nanoTime();
    Result result = bench.result(sql.queryOne("SELECT pg_sleep(20)"), Duration.ofMillis(300));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.DEADLINE);
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    await().untilAsserted(() -> assertThat(statementsRunning()).isZero());
  }

  @Test
  @Tag("A8")
  @DisplayName("A8: a cancelled call's statement is cancelled on the server")
  void cancelled() throws Exception {
    Operation call = bench.suspend(sql.queryOne("SELECT pg_sleep(20)"));
    await().untilAsserted(() -> assertThat(statementsRunning()).isEqualTo(1));
    call.cancel();
    await().untilAsserted(() -> assertThat(statementsRunning()).isZero());
  }

  @Test
  @Tag("A3")
  @DisplayName("A3: deadline and end race many times; each call ends once, nothing is left")
  void lostRace() throws Exception {
    for (int round = 0; round < 10; round++) {
      List<CompletableFuture<Result>> calls = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        calls.add(bench.start(sql.queryOne("SELECT pg_sleep(0.02)"), Duration.ofMillis(15 + i)));
      }
      for (CompletableFuture<Result> call : calls) {
        assertThat(call.get(20, TimeUnit.SECONDS).returnCode()).isIn(1, ReturnCodes.DEADLINE);
      }
      bench.awaitIdle();
    }
    await().untilAsserted(() -> assertThat(statementsRunning()).isZero());
  }

  @Test
  @Tag("A12")
  @DisplayName("A12: with all threads busy a call is shed with -4 at once")
  void poolFull() throws Exception {
    List<Operation> busy =
        IntStream.range(0, 20)
            .mapToObj(i -> bench.suspend(sql.queryOne("SELECT pg_sleep(20)")))
            .toList();
    await().until(() -> bench.pool.getActiveCount() == 20);
    assertThat(bench.result(sql.queryOne("SELECT 1")).returnCode()).isEqualTo(ReturnCodes.SHED);
    busy.forEach(Operation::cancel);
    bench.awaitIdle();
    assertThat(bench.result(sql.queryOne("SELECT 1")).returnCode()).isEqualTo(1);
  }

  @Test
  void connectionRefused() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Result result = bench.result(sql.on(at(port)).queryOne("SELECT 1"));
    assertThat(result.returnCode()).isEqualTo(-1);
    assertThat(result.cause()).isInstanceOf(SQLException.class).hasMessageContaining("refused");
  }

  @Test
  @DisplayName("A server that accepts and never answers: -3; the others do not notice")
  void neverAnswers() throws Exception {
    try (Silent silent = new Silent()) {
      PGSimpleDataSource source = at(silent.port());
      source.setLoginTimeout(2);
      List<CompletableFuture<Result>> stuck = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        stuck.add(bench.start(sql.on(source).queryOne("SELECT 1"), Duration.ofMillis(500)));
      }
      for (int i = 0; i < 50; i++) {
        assertThat(bench.result(sql.queryOne("SELECT 1")).returnCode()).isEqualTo(1);
      }
      for (CompletableFuture<Result> call : stuck) {
        assertThat(call.get(20, TimeUnit.SECONDS).returnCode()).isEqualTo(ReturnCodes.DEADLINE);
      }
    }
  }

  @Test
  @DisplayName("A server that goes and comes back under load: every call ends, and it recovers")
  void restarted() throws Exception {
    EmbeddedPostgres first = EmbeddedPostgres.builder().start();
    int port = first.getPort();
    Sql mortal = sql.on(at(port));
    List<CompletableFuture<Result>> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      calls.add(bench.start(mortal.queryOne("SELECT pg_sleep(5)"), Duration.ofSeconds(20)));
    }
    await().until(() -> bench.pool.getActiveCount() == 10);
    first.close();
    for (CompletableFuture<Result> call : calls) {
      assertThat(call.get(30, TimeUnit.SECONDS).returnCode()).isNegative();
    }
    assertThat(bench.result(mortal.queryOne("SELECT 1")).returnCode()).isEqualTo(-1);
    try (EmbeddedPostgres second = EmbeddedPostgres.builder().setPort(port).start()) {
      assertThat(second.getPort()).isEqualTo(port);
      assertThat(bench.result(mortal.queryOne("SELECT 1")).returnCode()).isEqualTo(1);
    }
  }
}
