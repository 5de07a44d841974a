package org.sipasync.payara.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.WebConnection;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ConnectionGuardTest {
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final ConnectionGuard guard = new ConnectionGuard(later::add);
  private final Upgraded connection = new Upgraded();

  ConnectionGuardTest() {
    guard.guard(connection);
  }

  private static final class Upgraded implements WebConnection {
    private int closed;

    @Override
    public ServletInputStream getInputStream() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServletOutputStream getOutputStream() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws Exception {
      closed++;
      throw new Exception("as servers do");
    }
  }

  private void passGrace() {
    later.remove().run();
  }

  @Test
  void nobodyIsInside() {
    guard.close();
    assertThat(connection.closed).as("time for an answer to the close frame").isZero();
    assertThat(guard.enter()).isFalse();
    passGrace();
    assertThat(connection.closed).isOne();
    assertThat(later).isEmpty();
  }

  @Test
  void theReaderClosesWhenItComesBy() {
    guard.close();
    assertThat(guard.closeIfUnused()).isTrue();
    assertThat(connection.closed).isOne();
    passGrace();
    guard.close();
    assertThat(connection.closed).isOne();
    assertThat(later).isEmpty();
  }

  @Test
  void whoeverIsInsideIsWaitedFor() {
    assertThat(guard.enter()).isTrue();
    assertThat(guard.enter()).as("a read within the reader's event").isTrue();
    guard.leave();
    guard.close();
    assertThat(guard.closeIfUnused()).isFalse();
    passGrace();
    assertThat(connection.closed).isZero();
    guard.leave();
    passGrace();
    assertThat(connection.closed).isOne();
  }

  @Test
  void aReaderThatLeavesAnOpenConnectionClosesNothing() {
    guard.enter();
    guard.leave();
    assertThat(guard.closeIfUnused()).isTrue();
    assertThat(connection.closed).isZero();
    assertThat(guard.enter()).isTrue();
  }

  @Test
  void aClientThatDoesNotReadTheCloseFrameIsClosedAllTheSame() {
    guard.closeLater();
    assertThat(guard.enter()).as("to write the frame").isTrue();
    guard.leave();
    passGrace();
    passGrace();
    assertThat(connection.closed).isOne();
  }

  @Test
  void nothingIsRunLaterWhenTheApplicationStops() {
    ConnectionGuard stopping =
        new ConnectionGuard(
            task -> {
              throw new RejectedExecutionException();
            });
    stopping.guard(connection);
    stopping.closeLater();
    assertThat(connection.closed).isZero();
    stopping.close();
    assertThat(connection.closed).isOne();
  }
}
