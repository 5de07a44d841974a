package org.sipasync.functions.sqlpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
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
import org.sipasync.functions.sql.Sql;
import org.sipasync.testkit.Bench;
import org.sipasync.testkit.BlackHole;
import org.sipasync.testkit.Silent;

/** On a real PostgreSQL. */
@Tag("F3")
class PgSqlTest {
  private static EmbeddedPostgres postgres;

  private final Bench bench = new Bench(20);
  private final PgSql sql = PgSql.of(at(postgres.getPort()));

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
    try {
      await().untilAsserted(() -> assertThat(sql.inFlight()).isZero());
      bench.close();
    } finally {
      sql.close();
    }
  }

  private static PgSqlSettings at(int port) {
    return PgSqlSettings.at("postgresql://postgres@127.0.0.1:" + port + "/postgres");
  }

  private static PgSql impatient(int port) {
    return PgSql.of(at(port).withBounds(5, Duration.ofSeconds(2), 1_000, 1_000));
  }

  private Result result(AsyncFunction function) throws Exception {
    return bench.result(function);
  }

  private long statementsRunning() throws Exception {
    return (Long)
        result(
                sql.queryOne(
                    "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE"
                        + " 'SELECT pg_sleep%'"))
            .value();
  }

  @Test
  @DisplayName("Rows, columns, counts; an empty result is -9")
  void done() throws Exception {
    Result one = result(sql.queryOne("SELECT $1::bigint + 1, 'x'::text", 41L).columns("n", "t"));
    assertThat(one.outputs()).containsEntry("n", 42L).containsEntry("t", "x");
    assertThat(one.value()).isEqualTo(42L);
    assertThat(result(sql.queryOne("SELECT 1 WHERE false")).returnCode())
        .isEqualTo(ReturnCodes.NOTHING_FOUND);
    assertThat(result(sql.query("SELECT x, x FROM generate_series(1, 2) x")).value())
        .isEqualTo(List.of(Map.of("x", 1, "x_2", 1), Map.of("x", 2, "x_2", 2)));
    result(sql.update("CREATE TABLE t (id int, name text)"));
    assertThat(result(sql.update("INSERT INTO t VALUES ($1, $2), (2, null)", 1, "a")).value())
        .isEqualTo(2);
    assertThat(result(sql.update("DELETE FROM t WHERE id = $1", 9)).value()).isEqualTo(0);
    assertThat(result(sql.queryOne("SELECT 1").columns("a", "b")).cause())
        .hasMessage("the result has 1 columns, but 2 are requested");
  }

  @Test
  void types() throws Exception {
    UUID id = UUID.randomUUID();
    Instant now = Instant.parse("2026-11-24T01:02:03Z");
    Object row =
        result(
                sql.query(
                    "SELECT $1::uuid a, $2::timestamptz b, $3::bytea c, $4::numeric d, $5::date e,"
                        + " '{\"k\": 1}'::json f, ARRAY[1, 2] g, null h, $6::bool i",
                    id,
                    now,
                    new byte[] {1, 2},
                    new BigDecimal("1.50"),
                    LocalDate.of(2026, 1, 2),
                    true))
            .value();
    Map<?, ?> values = (Map<?, ?>) ((List<?>) row).get(0);
    assertThat(values.get("a")).isEqualTo(id);
    assertThat(values.get("b")).isEqualTo(now);
    assertThat((byte[]) values.get("c")).containsExactly(1, 2);
    assertThat(values.get("d")).isEqualTo(new BigDecimal("1.50"));
    assertThat(values.get("e")).isEqualTo(LocalDate.of(2026, 1, 2));
    assertThat(values.get("f").toString().replace(" ", "")).isEqualTo("{\"k\":1}");
    assertThat(values.get("g")).isEqualTo(List.of(1, 2));
    assertThat(values.get("h")).isNull();
    assertThat(values.get("i")).isEqualTo(true);
  }

  @Test
  void errors() throws Exception {
    Result syntax = result(sql.queryOne("SELEKT 1"));
    assertThat(syntax.returnCode()).isEqualTo(-1);
    assertThat(syntax.cause())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("syntax error");
    assertThat(((SQLException) syntax.cause()).getSQLState()).isEqualTo("42601");
    assertThat(result(sql.queryOne("SELECT $1::int", "not a number")).returnCode()).isEqualTo(-1);
    assertThat(result(sql.queryOne("SELECT $1::int", new Object())).returnCode()).isEqualTo(-1);
    assertThat(result(sql.queryOne("SELECT 1", "one too many")).returnCode()).isEqualTo(-1);
    assertThat(result(sql.queryOne("SELECT 1")).returnCode()).isEqualTo(1);
  }

  @ParameterizedTest(name = "hostile value {0} stays a value")
  @ValueSource(strings = {"'; DROP TABLE users; --", "$1", "a\r\nb", "${x}", "\\", "%"})
  void hostileValues(String value) throws Exception {
    assertThat(result(sql.queryOne("SELECT $1::text", value)).value()).isEqualTo(value);
  }

  @Test
  void nul() throws Exception {
    assertThat(result(sql.queryOne("SELECT $1::text", "nul\u0000nul")).returnCode()).isEqualTo(-1);
  }

  @Test
  void settings() {
    assertThatThrownBy(() -> PgSqlSettings.at("jdbc:postgresql://u:secret@h/db"))
        .isInstanceOf(SipAsyncException.class)
        .hasMessageContaining("sip.async.sql-pg.uri")
        .message()
        .doesNotContain("secret");
    assertThat(PgSqlSettings.at("postgresql://u:secret@h:1/db").toString())
        .doesNotContain("secret");
    assertThat(sql.queryOne("SELECT $1", "secret"))
        .hasToString("sql_pg SELECT $1 with 1 parameters");
  }

  @Test
  @DisplayName("More rows than the bound are an error, and the statement is stopped")
  void tooManyRows() throws Exception {
    Result result = result(sql.query("SELECT x FROM generate_series(1, 10000000) x"));
    assertThat(result.returnCode()).isEqualTo(-1);
    assertThat(result.cause())
        .hasMessageContaining("more than 1000 rows (sip.async.sql-pg.max-rows)");
    for (int i = 0; i < 50; i++) {
      assertThat(result(sql.queryOne("SELECT 1")).returnCode()).isEqualTo(1);
    }
  }

  @Test
  @Tag("A9")
  @DisplayName("A9: at the deadline -3, and the statement is gone from the server")
  void deadline() throws Exception {
    Result result = bench.result(sql.queryOne("SELECT pg_sleep(20)"), Duration.ofMillis(300));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.DEADLINE);
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
  @Tag("A8")
  @DisplayName("A8: the process of a cancelled statement serves no other: a second signal may come")
  void cancelledProcessServesNoOther() throws Exception {
    try (PgSql single =
        PgSql.of(at(postgres.getPort()).withBounds(1, Duration.ofSeconds(20), 3, 10))) {
      Object before = result(single.queryOne("SELECT pg_backend_pid()")).value();
      Operation call = bench.suspend(single.queryOne("SELECT pg_sleep(20)"));
      await().untilAsserted(() -> assertThat(statementsRunning()).isEqualTo(1));
      call.cancel();
      Object after = result(single.queryOne("SELECT pg_backend_pid()")).value();
      assertThat(after).isInstanceOf(Integer.class).isNotEqualTo(before);
    }
  }

  @Test
  @Tag("A3")
  @Tag("T1")
  @DisplayName("A3: deadline and end race; each call ends once, and no cancel hits another's query")
  void lostRace() throws Exception {
    try (PgSql patient =
        PgSql.of(at(postgres.getPort()).withBounds(20, Duration.ofMinutes(5), 1_000, 1_000))) {
      for (int round = 0; round < 10; round++) {
        List<CompletableFuture<Result>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          calls.add(
              bench.start(patient.queryOne("SELECT pg_sleep(0.02)"), Duration.ofMillis(15 + i)));
          calls.add(
              bench.start(patient.queryOne("SELECT pg_sleep(0.01), " + i), Duration.ofMinutes(5)));
        }
        for (int i = 0; i < calls.size(); i++) {
          Result result = calls.get(i).get(5, TimeUnit.MINUTES);
          assertThat(result.returnCode())
              .as(String.valueOf(result.cause()))
              .isIn(i % 2 == 0 ? new Object[] {1, ReturnCodes.DEADLINE} : new Object[] {1});
        }
      }
    }
    await().untilAsserted(() -> assertThat(statementsRunning()).isZero());
  }

  @Test
  @Tag("A12")
  @DisplayName("A12: over the bound -4 at once; with all connections busy it waits for one, or -2")
  void exhausted() throws Exception {
    try (PgSql small =
        PgSql.of(at(postgres.getPort()).withBounds(2, Duration.ofSeconds(2), 3, 10))) {
      List<Operation> busy =
          IntStream.range(0, 2)
              .mapToObj(i -> bench.suspend(small.queryOne("SELECT pg_sleep(20)")))
              .toList();
      await().untilAsserted(() -> assertThat(statementsRunning()).isEqualTo(2));
      CompletableFuture<Result> waits = bench.start(small.queryOne("SELECT 1"), Bench.LONG);
      await().until(() -> small.inFlight() == 3);
      assertThat(result(small.queryOne("SELECT 1")).returnCode()).isEqualTo(ReturnCodes.SHED);
      Result waited = waits.get(20, TimeUnit.SECONDS);
      assertThat(waited.returnCode()).isEqualTo(ReturnCodes.CONNECT_TIMEOUT);
      assertThat(waited.cause()).isInstanceOf(SQLException.class);
      busy.forEach(Operation::cancel);
      await().until(() -> result(small.queryOne("SELECT 1")).returnCode() == 1);
    }
  }

  @Test
  void connectionRefused() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (PgSql absent = impatient(port)) {
      Result result = result(absent.queryOne("SELECT 1"));
      assertThat(result.returnCode()).isEqualTo(-1);
      assertThat(result.cause()).isInstanceOf(SQLException.class).hasMessageContaining("refused");
    }
  }

  @Test
  @DisplayName("A SYN never answered, a server that never answers: -2; the others do not notice")
  void unanswered() throws Exception {
    try (BlackHole hole = new BlackHole();
        Silent silent = new Silent();
        PgSql lost = impatient(hole.port());
        PgSql mute = impatient(silent.port())) {
      result(sql.queryOne("SELECT 1"));
      List<CompletableFuture<Result>> stuck = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        stuck.add(bench.start(lost.queryOne("SELECT 1"), Bench.LONG));
        stuck.add(bench.start(mute.queryOne("SELECT 1"), Bench.LONG));
      }
      long slowest = 0;
      for (int i = 0; i < 200; i++) {
        long before = System.nanoTime();
        assertThat(result(sql.queryOne("SELECT 1")).returnCode()).isEqualTo(1);
        slowest = Math.max(slowest, System.nanoTime() - before);
      }
      System.out.printf("MEASURED 200 queries beside 100 stuck: slowest %d us%n", slowest / 1000);
      for (CompletableFuture<Result> call : stuck) {
        Result result = call.get(20, TimeUnit.SECONDS);
        assertThat(result.returnCode())
            .as(String.valueOf(result.cause()))
            .isEqualTo(ReturnCodes.CONNECT_TIMEOUT);
      }
    }
  }

  @Test
  @DisplayName("A server that goes and comes back under load: every call ends, and it recovers")
  void restarted() throws Exception {
    EmbeddedPostgres first = EmbeddedPostgres.builder().start();
    int port = first.getPort();
    try (PgSql mortal = impatient(port)) {
      List<CompletableFuture<Result>> calls = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        calls.add(bench.start(mortal.queryOne("SELECT pg_sleep(5)"), Duration.ofSeconds(20)));
      }
      await().until(() -> mortal.inFlight() == 5);
      first.close();
      for (CompletableFuture<Result> call : calls) {
        assertThat(call.get(30, TimeUnit.SECONDS).returnCode()).isNegative();
      }
      assertThat(result(mortal.queryOne("SELECT 1")).returnCode()).isEqualTo(-1);
      try (EmbeddedPostgres second = EmbeddedPostgres.builder().setPort(port).start()) {
        assertThat(second.getPort()).isEqualTo(port);
        await().until(() -> result(mortal.queryOne("SELECT 1")).returnCode() == 1);
      }
    }
  }

  @Test
  @Tag("load")
  @DisplayName("Beside the bounded pool of 20 threads")
  void measured() throws Exception {
    try (PgSql wide =
            PgSql.of(at(postgres.getPort()).withBounds(80, Duration.ofSeconds(5), 5_000, 10));
        Sql threads = Sql.of(postgres.getPostgresDatabase())) {
      for (int round = 0; round < 2; round++) {
        System.out.printf(
            "MEASURED 80 x pg_sleep(0.1): %d ms, by 20 threads %d ms%n",
            millis(80, i -> wide.queryOne("SELECT pg_sleep(0.1)"), 80),
            millis(80, i -> threads.queryOne("SELECT pg_sleep(0.1)"), 20));
        System.out.printf(
            "MEASURED 2000 x SELECT 1: %d ms%n",
            millis(2_000, i -> wide.queryOne("SELECT $1::int", i), 2_000));
      }
    }
  }

  /** So many in all, so many at once. */
  private long millis(int count, java.util.function.IntFunction<AsyncFunction> call, int atOnce)
      throws Exception {
    long started = System.nanoTime();
    List<CompletableFuture<Result>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (i >= atOnce) {
        assertThat(calls.get(i - atOnce).get(60, TimeUnit.SECONDS).returnCode()).isEqualTo(1);
        bench.awaitRoom();
      }
      calls.add(bench.start(call.apply(i), Bench.LONG));
    }
    for (CompletableFuture<Result> each : calls) {
      assertThat(each.get(60, TimeUnit.SECONDS).returnCode()).isEqualTo(1);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
  }

  @Test
  @DisplayName("A server is found by its name")
  void byName() throws Exception {
    try (PgSql named =
        PgSql.of(
            PgSqlSettings.at(
                "postgresql://postgres@localhost:" + postgres.getPort() + "/postgres"))) {
      assertThat(result(named.queryOne("SELECT 1")).returnCode()).isEqualTo(1);
    }
  }
}
