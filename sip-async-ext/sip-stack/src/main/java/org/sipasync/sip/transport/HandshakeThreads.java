package org.sipasync.sip.transport;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sipasync.support.DaemonThreads;

/** Threads for the computations of TLS handshakes: signatures and chains. Thread-safe. */
final class HandshakeThreads implements AutoCloseable {
  /** Handshakes that may wait for a thread; each has its connection's time limit, too. */
  private static final int MAX_WAITING = 1_024;

  private final ThreadPoolExecutor threads;

  HandshakeThreads() {
    int count = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            DaemonThreads.named("sip-tls", HandshakeThreads.class));
    threads.allowCoreThreadTimeOut(true);
  }

  /** Runs a computation; false if too many wait. */
  boolean execute(Runnable computation) {
    try {
      threads.execute(computation);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Stops the threads; waiting computations do not run. Idempotent. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
