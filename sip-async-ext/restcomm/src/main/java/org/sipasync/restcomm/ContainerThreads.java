package org.sipasync.restcomm;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The container threads that run SIP handlers: a fixed number of workers on the server's
 * ManagedExecutorService, each taking the lane whose turn it is. Between turns a worker stays in
 * the context of the application that it ran last.
 *
 * <p>The queue of lanes needs no bound of its own: a lane stands in it once, and only while it has
 * messages, which {@link Lanes} bounds.
 */
final class ContainerThreads implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ContainerThreads.class.getName());
  private static final long STOP_SECONDS = 10;
  private static final long IDLE_SECONDS = 1;

  private final BlockingQueue<Lane> ready = new LinkedBlockingQueue<>();
  private final CountDownLatch running;
  private final AtomicInteger busy = new AtomicInteger();
  private volatile boolean stopping;

  /**
   * Starts the workers. Must be called on a thread without an application's context, which the
   * workers would otherwise keep.
   */
  ContainerThreads(Executor pool, int threads) {
    running = new CountDownLatch(threads);
    for (int i = 1; i <= threads; i++) {
      String name = "sip-" + i;
      pool.execute(() -> work(name));
    }
  }

  void ready(Lane lane) {
    ready.add(lane);
  }

  /** How many run something. */
  int busy() {
    return busy.get();
  }

  private void work(String name) {
    Thread thread = Thread.currentThread();
    String formerName = thread.getName();
    thread.setName(name);
    try {
      while (!stopping) {
        turn();
        ContextEntry.stay(this::turn);
      }
    } catch (InterruptedException stop) {
      thread.interrupt();
    } finally {
      thread.setName(formerName);
      running.countDown();
    }
  }

  /** Runs a turn of the lane that is next; false if none has come for a second. */
  private boolean turn() throws InterruptedException {
    Lane lane = ready.poll(IDLE_SECONDS, TimeUnit.SECONDS);
    if (lane == null) {
      return false;
    }
    busy.incrementAndGet();
    try {
      lane.runTurn();
    } finally {
      busy.decrementAndGet();
    }
    return !stopping;
  }

  @Override
  public void close() {
    stopping = true;
    try {
      if (!running.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(
            Level.WARNING,
            "{0} SIP handlers still run {1} s after the stop",
            running.getCount(),
            STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
