package org.sipasync.functions.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.core.Operation;
import org.sipasync.testkit.Bench;

@Tag("A8")
class LateCancelTest {
  private final CountDownLatch cancelMayEnd = new CountDownLatch(1);

  /** A statement whose cancel takes until released. */
  private final FakeStatement slowToCancel = new FakeStatement();

  private final FakeStatement next = new FakeStatement();

  @Test
  @DisplayName("A cancel whose turn comes late does not touch a statement that has ended")
  void lateCancel() throws Exception {
    try (Bench bench = new Bench(2);
        Sql sql = Sql.of(slowToCancel.dataSource())) {
      Operation first = bench.suspend(sql.update("first"));
      slowToCancel.executing.await(1, TimeUnit.MINUTES);
      first.cancel();
      slowToCancel.cancelling.await(1, TimeUnit.MINUTES);
      Operation second = bench.suspend(sql.on(next.dataSource()).update("second"));
      next.executing.await(1, TimeUnit.MINUTES);
      second.cancel(); // waits behind the first one's
      next.mayEnd.countDown();
      next.closed.await(1, TimeUnit.MINUTES);
      cancelMayEnd.countDown();
      slowToCancel.mayEnd.countDown();
      bench.awaitIdle();
      sql.close();
      assertThat(sql.canceller().awaitEnd()).isTrue();
      assertThat(slowToCancel.cancels).hasValue(1);
      assertThat(next.cancels).hasValue(0);
    }
  }

  @Test
  @DisplayName("A statement's connection is not given back while its cancel is under way")
  void cancelBeforeReturn() throws Exception {
    try (Bench bench = new Bench(2);
        Sql sql = Sql.of(slowToCancel.dataSource())) {
      Operation call = bench.suspend(sql.update("first"));
      slowToCancel.executing.await(1, TimeUnit.MINUTES);
      call.cancel();
      slowToCancel.cancelling.await(1, TimeUnit.MINUTES);
      slowToCancel.mayEnd.countDown();
      assertThat(slowToCancel.closed.getCount()).isOne();
      cancelMayEnd.countDown();
      assertThat(slowToCancel.closed.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(slowToCancel.closedWhileCancelling).isFalse();
    }
  }

  private final class FakeStatement {
    final CountDownLatch executing = new CountDownLatch(1);
    final CountDownLatch cancelling = new CountDownLatch(1);
    final CountDownLatch mayEnd = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    final AtomicInteger cancels = new AtomicInteger();
    volatile boolean closedWhileCancelling;
    private volatile boolean isCancelling;

    DataSource dataSource() {
      PreparedStatement statement =
          fake(
              PreparedStatement.class,
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "executeUpdate" -> execute();
                    case "cancel" -> cancel();
                    case "close" -> close();
                    default -> null;
                  });
      Connection connection =
          fake(
              Connection.class,
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "prepareStatement" -> statement;
                    case "isValid" -> true;
                    default -> null;
                  });
      return fake(DataSource.class, (proxy, method, arguments) -> connection);
    }

    private int execute() throws InterruptedException {
      executing.countDown();
      mayEnd.await(1, TimeUnit.MINUTES);
      return 1;
    }

    private Object cancel() throws InterruptedException {
      isCancelling = true;
      cancels.incrementAndGet();
      cancelling.countDown();
      cancelMayEnd.await(1, TimeUnit.MINUTES);
      isCancelling = false;
      return null;
    }

    private Object close() {
      closedWhileCancelling = isCancelling;
      closed.countDown();
      return null;
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
      return type.cast(
          Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
  }
}
