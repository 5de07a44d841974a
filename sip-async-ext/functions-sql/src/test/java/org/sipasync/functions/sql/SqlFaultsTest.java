package org.sipasync.functions.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.ds.PGPoolingDataSource;
import org.sipasync.function.AsyncFunction;
import org.sipasync.testkit.KeptConnectionFaults;

/** Through a pool that validates nothing: PostgreSQL's own. */
class SqlFaultsTest extends KeptConnectionFaults {
  private static EmbeddedPostgres postgres;
  private Sql sql;

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
  @SuppressWarnings("deprecation") // there is no better pool in reach, and none worse
  protected AutoCloseable connectTo(int port) {
    PGPoolingDataSource pool = new PGPoolingDataSource();
    pool.setDataSourceName("faults-" + port);
    pool.setServerNames(new String[] {"127.0.0.1"});
    pool.setPortNumbers(new int[] {port});
    pool.setUser("postgres");
    pool.setMaxConnections(4);
    sql = Sql.of(pool);
    return () -> {
      sql.close();
      pool.close();
    };
  }

  @Override
  protected AsyncFunction read(String word) {
    return sql.queryOne("SELECT ?::text", word);
  }
}
