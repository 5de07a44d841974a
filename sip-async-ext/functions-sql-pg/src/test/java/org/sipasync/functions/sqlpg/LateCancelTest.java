package org.sipasync.functions.sqlpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.core.Operation;
import org.sipasync.function.Result;
import org.sipasync.testkit.Bench;

@Tag("A8")
class LateCancelTest {
  private static final String LATE = "SELECT pg_sleep(1), 'late'";
  private static final String NEXT = "SELECT pg_sleep(5), 'next'";

  @Test
  @DisplayName("A cancel that reaches the server late hits no other call's statement")
  void lateCancel() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        CancelHold relay = new CancelHold(postgres.getPort());
        PgSql sql =
            PgSql.of(
                PgSqlSettings.at("postgresql://postgres@127.0.0.1:" + relay.port() + "/postgres")
                    .withBounds(1, Duration.ofMinutes(1), 100, 100));
        Bench bench = new Bench(2)) {
      Operation late = bench.suspend(sql.queryOne(LATE));
      await().atMost(Duration.ofMinutes(1)).until(() -> isRunning(postgres, LATE));
      late.cancel();
      CompletableFuture<Result> next = bench.start(sql.queryOne(NEXT), Duration.ofMinutes(1));
      await().atMost(Duration.ofMinutes(1)).until(() -> isRunning(postgres, NEXT));
      relay.release();
      Result result = next.get(1, TimeUnit.MINUTES);
      assertThat(result.returnCode()).as(String.valueOf(result.cause())).isEqualTo(1);
    }
  }

  private static boolean isRunning(EmbeddedPostgres postgres, String query) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query = '"
                    + query.replace("'", "''")
                    + "'")) {
      return rows.next();
    }
  }

  /** Relays to PostgreSQL, but holds cancel requests back until released. */
  private static final class CancelHold implements AutoCloseable {
    private static final int CANCEL_REQUEST = 80877102;

    private final int serverPort;
    private final ServerSocket listener =
        new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final CountDownLatch released = new CountDownLatch(1);

    CancelHold(int serverPort) throws IOException {
      this.serverPort = serverPort;
      thread(this::accept);
    }

    int port() {
      return listener.getLocalPort();
    }

    void release() {
      released.countDown();
    }

    private void accept() throws IOException {
      while (true) {
        Socket client = listener.accept();
        thread(() -> connect(client));
      }
    }

    private void connect(Socket client) throws IOException {
      DataInputStream in = new DataInputStream(client.getInputStream());
      int length = in.readInt();
      int code = in.readInt();
      try {
        if (code == CANCEL_REQUEST) {
          released.await(1, TimeUnit.MINUTES);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      try (client;
          Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
        server.getOutputStream().write(ByteBuffer.allocate(8).putInt(length).putInt(code).array());
        thread(() -> server.getInputStream().transferTo(client.getOutputStream()));
        in.transferTo(server.getOutputStream());
      }
    }

    private interface Work {
      void run() throws IOException;
    }

    private static void thread(Work work) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.run();
                } catch (IOException closed) {
                  // this is how it ends
                }
              },
              "cancel-hold");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() throws IOException {
      listener.close();
      release();
    }
  }
}
