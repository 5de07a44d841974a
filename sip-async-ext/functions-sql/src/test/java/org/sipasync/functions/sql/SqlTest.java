package org.sipasync.functions.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.SipAsyncException;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.testkit.Bench;

/** On H2, the embedded default. */
@Tag("F3")
class SqlTest {
  private final Bench bench = new Bench(4);
  private final JdbcDataSource source = new JdbcDataSource();
  private final Sql sql = Sql.of(source);

  @BeforeEach
  void fill() throws SQLException {
    source.setURL("jdbc:h2:mem:test;DB_CLOSE_DELAY=-1");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP ALL OBJECTS");
      statement.execute(
          "CREATE TABLE users (uid VARCHAR(64) PRIMARY KEY, credit BIGINT, since TIMESTAMP WITH"
              + " TIME ZONE, note CLOB)");
      statement.execute(
          "INSERT INTO users VALUES ('alice', 42, '2026-01-02 03:04:05Z', 'a long note'),"
              + " ('bob', 7, NULL, NULL)");
    }
  }

  @AfterEach
  void end() {
    bench.close();
    sql.close();
  }

  @Test
  @DisplayName("queryOne: the first column is the value, columns go to AVPs by position")
  void queryOne() throws Exception {
    Result result =
        bench.result(
            sql.queryOne("SELECT credit, uid, since FROM users WHERE uid = ?", "alice")
                .columns("credit", null, "since")
                .into("main"));
    assertThat(result.returnCode()).isEqualTo(1);
    assertThat(result.value()).isEqualTo(42L);
    assertThat(result.outputs().keySet()).containsExactly("credit", "since", "main");
    assertThat(result.outputs().get("since").toString()).startsWith("2026-01-02T");
  }

  @Test
  void query() throws Exception {
    Result result = bench.result(sql.query("SELECT uid, note FROM users ORDER BY uid"));
    assertThat(result.value())
        .isEqualTo(
            List.of(
                Map.of("UID", "alice", "NOTE", "a long note"),
                new java.util.HashMap<>() {
                  private static final long serialVersionUID = 1L;

                  {
                    put("UID", "bob");
                    put("NOTE", null);
                  }
                }));
  }

  @Test
  @Tag("A5")
  @Tag("F7")
  @DisplayName("A5 F7: an empty result has a code of its own")
  void empty() throws Exception {
    Result none = bench.result(sql.queryOne("SELECT credit FROM users WHERE uid = ?", "eve"));
    assertThat(none.returnCode()).isEqualTo(ReturnCodes.NOTHING_FOUND);
    assertThat(bench.result(sql.query("SELECT 1 WHERE 1 = 0")).returnCode())
        .isEqualTo(ReturnCodes.NOTHING_FOUND);
  }

  @Test
  void update() throws Exception {
    Result result =
        bench.result(sql.update("UPDATE users SET credit = credit - ? WHERE uid = ?", 2, "alice"));
    assertThat(result.value()).isEqualTo(1);
    assertThat(bench.result(sql.queryOne("SELECT credit FROM users WHERE uid='alice'")).value())
        .isEqualTo(40L);
    Result insert =
        bench.result(
            sql.update(
                "INSERT INTO users VALUES (?, ?, ?, ?)",
                "eve",
                null,
                Instant.parse("2026-11-23T00:00:00Z"),
                "x"));
    assertThat(insert.value()).isEqualTo(1);
    assertThatThrownBy(() -> sql.update("DELETE FROM users").columns("x"))
        .hasMessage("an update has no columns");
  }

  @ParameterizedTest(name = "hostile value {0} stays a value")
  @ValueSource(
      strings = {
        "'; DROP TABLE users; --",
        "x' OR '1'='1",
        "\" OR 1=1",
        "${jndi:ldap://evil}",
        "a\r\nb",
        "nul\u0000nul"
      })
  void hostileValues(String value) throws Exception {
    Result result = bench.result(sql.queryOne("SELECT credit FROM users WHERE uid = ?", value));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.NOTHING_FOUND);
    assertThat(bench.result(sql.update("INSERT INTO users(uid) VALUES (?)", value)).value())
        .isEqualTo(1);
    assertThat(bench.result(sql.queryOne("SELECT uid FROM users WHERE uid = ?", value)).value())
        .isEqualTo(value);
    assertThat(bench.result(sql.queryOne("SELECT COUNT(*) FROM users")).value()).isEqualTo(3L);
  }

  @Test
  void failures() throws Exception {
    Result wrong = bench.result(sql.query("SELEKT 1"));
    assertThat(wrong.returnCode()).isEqualTo(-1);
    assertThat(wrong.cause()).isInstanceOf(SQLException.class).hasMessageContaining("SELEKT");
    assertThat(bench.result(sql.queryOne("SELECT 1 WHERE 1 = ?")).returnCode()).isEqualTo(-1);
    Result twice = bench.result(sql.update("INSERT INTO users(uid) VALUES ('alice')"));
    assertThat(twice.cause()).hasMessageContaining("primary key");
    Result columns = bench.result(sql.queryOne("SELECT 1").columns("a", "b"));
    assertThat(columns.cause()).hasMessage("the result has 1 columns, but 2 are requested");
    assertThat(bench.result(sql.on("java:comp/none").queryOne("SELECT 1")).cause())
        .isInstanceOf(javax.naming.NamingException.class);
  }

  @Test
  @DisplayName("More rows than the bound are an error, not a heap full of rows")
  void tooManyRows() throws Exception {
    assertThat(((List<?>) bench.result(sql.query("SELECT x FROM SYSTEM_RANGE(1, 1000)")).value()))
        .hasSize(1000);
    Result tooMany = bench.result(sql.query("SELECT x FROM SYSTEM_RANGE(1, 1001)"));
    assertThat(tooMany.returnCode()).isEqualTo(-1);
    assertThat(tooMany.cause())
        .hasMessage("the result has more than 1000 rows (sip.async.sql.max-rows)");
    Result large = bench.result(sql.queryOne("SELECT CAST(REPEAT('x', 2000000) AS CLOB)"));
    assertThat(large.cause()).hasMessageContaining("larger than");
  }

  @Test
  void settings() {
    assertThatThrownBy(() -> new SqlSettings("x", 0))
        .isInstanceOf(SipAsyncException.class)
        .hasMessage(
            "SIPA-0103: sip.async.sql.max-rows has the value \"0\": it must be a whole number from"
                + " 1 to 1000000.");
    assertThat(sql.queryOne("SELECT ?", "secret").toString())
        .isEqualTo("sql SELECT ? with 1 parameters");
    assertThat(Arrays.asList(sql.queryOne("SELECT ?", (Object[]) null).parameters()))
        .containsExactly((Object) null);
  }
}
