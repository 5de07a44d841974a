package org.sipasync.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Daemon thread that drives one event loop until closed. */
public final class LoopThread implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LoopThread.class.getName());
  private static final long MAX_SLEEP_MILLIS = 1000;
  private static final long STOP_MILLIS = 5000;

  private final EventLoop loop;
  private final Thread thread;
  private volatile boolean stopping;

  /** Starts the thread, which starts the loop's heartbeat and closes the loop when it ends. */
  public LoopThread(EventLoop loop, String name) {
    this.loop = loop;
    // Inherits no thread locals: a server stores its current application there.
    this.thread = new Thread(null, () -> loop.drive(this::run), name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(LoopThread.class.getClassLoader());
    thread.start();
  }

  private void run() {
    loop.startHeartbeat();
    while (!stopping) {
      try {
        loop.runOnce(MAX_SLEEP_MILLIS);
      } catch (Throwable t) {
        FailureLog.log(LOG, "An event loop's selector failed; the loop continues", t);
      }
    }
    loop.close();
  }

  /**
   * Stops the loop and waits at most 5 s for its thread, unless that is the caller. Thread-safe and
   * idempotent.
   */
  @Override
  public void close() {
    stopping = true;
    loop.execute(() -> {});
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.log(Level.WARNING, "{0} did not stop within {1} ms", thread.getName(), STOP_MILLIS);
    }
  }
}
