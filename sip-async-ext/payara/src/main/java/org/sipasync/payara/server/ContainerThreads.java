package org.sipasync.payara.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Container threads that run SIP handlers: a fixed number of workers on the server's
 * ManagedExecutorService, each taking the turn that is next. Between turns a worker stays in the
 * context of the application that it ran last. Thread-safe.
 *
 * <p>The queue of turns needs no bound of its own: a call's lane has one turn in it, and only while
 * it has messages, which the container bounds.
 */
public final class ContainerThreads implements Executor, AutoCloseable {
  private static final Logger LOG = System.getLogger(ContainerThreads.class.getName());
  private static final long STOP_SECONDS = 10;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration NEVER = Duration.ofDays(1);

  private final WaitingTurns turns;
  private final CountDownLatch running;
  private final AtomicInteger busy = new AtomicInteger();
  private volatile boolean stopping;

  /**
   * Starts the workers. Must be called on a thread without an application's context, which the
   * workers would otherwise keep.
   */
  public ContainerThreads(Executor pool, int threads) {
    this(pool, threads, System::nanoTime);
  }

  /**
   * Starts the workers, likewise.
   *
   * @param maxWait longest wait of a turn that begins a call
   */
  public ContainerThreads(Executor pool, int threads, Duration maxWait) {
    this(pool, threads, new WaitingTurns(System::nanoTime, maxWait));
  }

  ContainerThreads(Executor pool, int threads, LongSupplier clock) {
    this(pool, threads, new WaitingTurns(clock, NEVER));
  }

  private ContainerThreads(Executor pool, int threads, WaitingTurns turns) {
    this.turns = turns;
    running = new CountDownLatch(threads);
    for (int i = 1; i <= threads; i++) {
      String name = "sip-" + i;
      pool.execute(() -> work(name));
    }
  }

  /** Enqueues a turn. */
  @Override
  public void execute(Runnable turn) {
    turns.add(turn);
  }

  /** Returns the longest wait of a turn that is next, in nanoseconds; 0 if none waits. */
  public long waitNanos() {
    return turns.waitNanos();
  }

  /** Returns the number of turns that began a call and came too late. */
  public long tooLate() {
    return turns.tooLate();
  }

  /** Number of threads that run something. */
  public int busy() {
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

  /** Runs the turn that is next; false if none has come for a second. */
  private boolean turn() throws InterruptedException {
    Runnable next = turns.poll(IDLE);
    if (next == null) {
      return false;
    }
    busy.incrementAndGet();
    try {
      next.run();
    } catch (Throwable t) { // the worker goes on
      LOG.log(Level.ERROR, "A turn of a SIP call failed", t);
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
