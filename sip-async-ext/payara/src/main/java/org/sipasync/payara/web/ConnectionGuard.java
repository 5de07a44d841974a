package org.sipasync.payara.web;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Guard of one upgraded connection: it is closed when nobody uses it. The server takes a closed
 * connection's objects back and gives them to the next one, whoever still reads or writes.
 * Thread-safe.
 *
 * <pre>
 *              close              nobody inside; reader comes by, or grace has passed
 *   OPEN ────────────────▶ CLOSING ──────────────────────────────────────────────▶ CLOSED
 *   enter: true            enter: false
 * </pre>
 *
 * A client that is there answers the close frame, which brings its reader by: a close beside a read
 * that is about to begin needs a client that has been silent for so long.
 */
final class ConnectionGuard {
  private final Executor later;
  private final Use use = this::leave;
  private WebConnection connection;
  private int inside;
  private boolean isClosing;
  private boolean isClosed;

  /** Time inside; closed by the thread that uses the connection. */
  interface Use extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Creates a guard.
   *
   * @param later runs tasks after a time of grace; they may take their time
   */
  ConnectionGuard(Executor later) {
    this.later = later;
  }

  /** Takes over the connection; once. */
  synchronized void guard(WebConnection upgraded) {
    connection = upgraded;
  }

  /** Counts a thread in until it calls {@link #leave}; false if the connection is closing. */
  synchronized boolean enter() {
    if (isClosing) {
      return false;
    }
    inside++;
    return true;
  }

  synchronized void leave() {
    inside--;
  }

  /** Begins a thread's use of the connection; null if that is closing. */
  Use useIfOpen() {
    return enter() ? use : null;
  }

  /**
   * Begins a thread's use of the connection.
   *
   * @throws IOException if that is closing
   */
  Use use() throws IOException {
    Use begun = useIfOpen();
    if (begun == null) {
      throw new IOException("connection is closing");
    }
    return begun;
  }

  /** Closes the connection, which nobody may use any more. Idempotent; returns immediately. */
  void close() {
    synchronized (this) {
      if (isClosing) {
        return;
      }
      isClosing = true;
    }
    later(this::closeOrRetry);
  }

  /** Begins to close the connection after the time of grace. Returns immediately. */
  void closeLater() {
    later(this::close);
  }

  private void closeOrRetry() {
    if (!closeIfUnused()) {
      later(this::closeOrRetry);
    }
  }

  private void later(Runnable task) {
    try {
      later.execute(task);
    } catch (RejectedExecutionException e) {
      closeIfUnused(); // the application stops
    }
  }

  /**
   * Closes the connection if it is closing and nobody is inside. To be called by its reader when it
   * comes by or has left.
   *
   * @return false if somebody is inside
   */
  boolean closeIfUnused() {
    WebConnection unused;
    synchronized (this) {
      if (!isClosing || isClosed) {
        return true;
      }
      if (inside > 0) {
        return false;
      }
      isClosed = true;
      unused = connection;
    }
    try {
      if (unused != null) {
        unused.close();
      }
    } catch (Exception e) {
      // closed by the other side
    }
    return true;
  }
}
