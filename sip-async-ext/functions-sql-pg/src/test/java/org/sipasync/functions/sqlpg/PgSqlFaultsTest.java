package org.sipasync.functions.sqlpg;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.sipasync.function.AsyncFunction;
import org.sipasync.testkit.KeptConnectionFaults;

class PgSqlFaultsTest extends KeptConnectionFaults {
  private static EmbeddedPostgres postgres;
  private PgSql sql;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Override
  protected int serverPort() {
    return postgres.getPort();
  }

  @Override
  protected AutoCloseable connectTo(int port) {
    sql =
        PgSql.of(
            PgSqlSettings.at("postgresql://postgres@127.0.0.1:" + port + "/postgres")
                .withBounds(4, Duration.ofSeconds(20), 1_000, 1_000));
    return sql;
  }

  @Override
  protected AsyncFunction read(String word) {
    return sql.queryOne("SELECT $1::text", word);
  }
}
