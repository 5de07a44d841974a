package org.sipasync.functions.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Channel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The one thread of a {@link Dns}: waits for channels and timers, and runs what is handed to it.
 * Starts with its first task.
 */
final class IoLoop implements Executor, AutoCloseable {
  private static final Logger LOG = System.getLogger(IoLoop.class.getName());

  /** What a channel's readiness causes. */
  interface Ready {
    void run() throws IOException;
  }

  /** Something that is due at a time. */
  static final class Timer {
    private final long due;
    private Runnable task;

    private Timer(long due, Runnable task) {
      this.due = due;
      this.task = task;
    }
  }

  /** Beyond that, the clock's arithmetic ends. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong((Timer timer) -> timer.due - ORIGIN));
  private static final long ORIGIN = System.nanoTime();

  private Selector selector;
  private Thread thread;
  private Runnable farewell = () -> {};
  private boolean closed;

  /**
   * Runs a task on the loop's thread, later.
   *
   * @throws RejectedExecutionException when the loop is closed
   */
  @Override
  public synchronized void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("this Dns is closed");
    }
    if (thread == null) {
      start();
    }
    tasks.add(task);
    if (Thread.currentThread() != thread) {
      selector.wakeup();
    }
  }

  private void start() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = new Thread(null, this::run, "sip-async-dns-io", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(IoLoop.class.getClassLoader());
    thread.start();
  }

  /** Runs a task after a while; on the loop's thread. */
  Timer after(Duration delay, Runnable task) {
    Duration bounded = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
    Timer timer = new Timer(System.nanoTime() + bounded.toNanos(), task);
    timers.add(timer);
    return timer;
  }

  /** It leaves the queue when it is due. */
  void cancel(Timer timer) {
    timer.task = () -> {};
  }

  /** Watches a channel until it is closed; on the loop's thread. */
  SelectionKey watch(SelectableChannel channel, int interestOps, Ready ready) throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, interestOps, ready);
  }

  private void run() {
    while (!isOver()) {
      try {
        turn();
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.WARNING, "The DNS thread goes on after a failure", e);
      }
    }
    try {
      drain();
      farewell.run();
      selector.close();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "The DNS thread did not end well", e);
    }
  }

  private synchronized boolean isOver() {
    return closed;
  }

  private void turn() throws IOException {
    if (tasks.isEmpty()) {
      Timer next = timers.peek();
      if (next == null) {
        selector.select(this::ready);
      } else {
        long nanos = next.due - System.nanoTime();
        if (nanos > 0) {
          selector.select(this::ready, nanos / 1_000_000 + 1);
        } else {
          selector.selectNow(this::ready);
        }
      }
    } else {
      selector.selectNow(this::ready);
    }
    drain();
    for (Timer due = due(); due != null; due = due()) {
      guarded(due.task);
    }
  }

  private Timer due() {
    Timer next = timers.peek();
    return next != null && next.due - System.nanoTime() <= 0 ? timers.poll() : null;
  }

  private void drain() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      guarded(task);
    }
  }

  private void ready(SelectionKey key) {
    guarded(
        () -> {
          try {
            ((Ready) key.attachment()).run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      LOG.log(Level.WARNING, "A step of a DNS lookup failed", t);
    }
  }

  static void close(Channel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException closedEnough) {
      // nothing is left to be done with it
    }
  }

  /** What the thread does last. */
  void whenClosed(Runnable last) {
    farewell = last;
  }

  /** Ends the thread, soon. */
  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      selector.wakeup();
    }
  }
}
