package org.sipasync.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * A selector with tasks and timers, confined to one thread. Other threads only {@link #execute}.
 *
 * <p>The loop is apart from the thread that drives it ({@link LoopThread}), so that a test can
 * drive it step by step with a clock of its own. Each task is guarded by itself: whatever it does,
 * the loop goes on.
 */
public final class EventLoop implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EventLoop.class.getName());

  /** Half of what a nanosecond clock can tell apart. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  private static final Duration HEARTBEAT = Duration.ofMillis(250);

  private final LongSupplier clock;
  private final Selector selector;
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final TimerQueue timers = new TimerQueue();
  private final AtomicBoolean sleeping = new AtomicBoolean();
  private final LongAdder failedTasks = new LongAdder();
  private final Histogram lag = new Histogram();
  private volatile long lastBeat;

  /**
   * Opens a loop that nobody drives yet.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  public EventLoop(LongSupplier clock) {
    this.clock = clock;
    this.lastBeat = clock.getAsLong();
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Enqueues a task for the loop thread. Returns immediately; thread-safe. */
  public void execute(Runnable task) {
    inbox.add(task);
    if (sleeping.compareAndSet(true, false)) {
      selector.wakeup();
    }
  }

  /** The loop's time, on {@link System#nanoTime}'s scale. Thread-safe. */
  public long now() {
    return clock.getAsLong();
  }

  /** The number of tasks that threw. Thread-safe. */
  public long failedTasks() {
    return failedTasks.sum();
  }

  /** Begins to measure by how much tasks are late; to be called once, on the loop thread. */
  public void startHeartbeat() {
    long due = now() + HEARTBEAT.toNanos();
    timerAfter(now(), HEARTBEAT, () -> beat(due));
  }

  private void beat(long due) {
    lastBeat = now();
    lag.record(lastBeat - due);
    startHeartbeat();
  }

  /** The delay of tasks that were due. Thread-safe. */
  public Histogram lag() {
    return lag;
  }

  /** The time since the loop last showed that it turns. Thread-safe. */
  public Duration sinceHeartbeat() {
    return Duration.ofNanos(Math.max(0, now() - lastBeat));
  }

  /**
   * Schedules a task; it is never run early. On the loop thread.
   *
   * @param fromNanos when the delay begins, on the scale of {@link #now}
   * @param delay more than a hundred years are as good as never
   */
  public TimerQueue.Timer timerAfter(long fromNanos, Duration delay, Runnable task) {
    Duration bounded = delay.compareTo(NEVER) > 0 ? NEVER : delay;
    return timers.add(fromNanos + bounded.toNanos(), task);
  }

  /** Cancels a timer; does nothing if it has run or was cancelled. On the loop thread. */
  public void cancel(TimerQueue.Timer timer) {
    timers.cancel(timer);
  }

  /** The number of timers that wait. On the loop thread. */
  public int timers() {
    return timers.size();
  }

  /**
   * Watches a channel. On the loop thread.
   *
   * @param onReady called with the ready operations; the key's interest stays until changed
   */
  public SelectionKey register(SelectableChannel channel, int interestOps, IntConsumer onReady)
      throws IOException {
    return channel.register(selector, interestOps, onReady);
  }

  /**
   * Runs one round: waits for something to do, for at most {@code maxMillis}, and does all of it.
   */
  public void runOnce(long maxMillis) throws IOException {
    select(maxMillis);
    runInbox();
    runReadyChannels();
    runDueTimers();
  }

  private void select(long maxMillis) throws IOException {
    long toNextTimer = timers.nanosToNext(now());
    if (toNextTimer <= 0 || maxMillis <= 0) {
      selector.selectNow();
      return;
    }
    sleeping.set(true);
    try {
      if (inbox.isEmpty()) {
        selector.select(Math.min(maxMillis, millisRoundedUp(toNextTimer)));
      } else {
        selector.selectNow();
      }
    } finally {
      sleeping.set(false);
    }
  }

  /** Rounded up: a timer is never early, and waking before its time would be in vain. */
  private static long millisRoundedUp(long nanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    return millis * 1_000_000 < nanos ? millis + 1 : millis;
  }

  private void runInbox() {
    for (int n = inbox.size(); n > 0; n--) {
      Runnable task = inbox.poll();
      if (task != null) {
        runGuarded(task);
      }
    }
  }

  private void runReadyChannels() {
    for (SelectionKey key : selector.selectedKeys()) {
      runGuarded(() -> onReady(key));
    }
    selector.selectedKeys().clear();
  }

  private static void onReady(SelectionKey key) {
    int ready;
    try {
      ready = key.readyOps();
    } catch (CancelledKeyException closedMeanwhile) {
      return;
    }
    ((IntConsumer) key.attachment()).accept(ready);
  }

  private void runDueTimers() {
    long now = now();
    for (TimerQueue.Timer due = timers.pollDue(now); due != null; due = timers.pollDue(now)) {
      runGuarded(due.task());
    }
  }

  private void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      failedTasks.increment();
      LOG.log(Level.ERROR, "A task of the event loop failed; the loop goes on", t);
    }
  }

  /** Runs the tasks that are left and closes the selector. On the loop thread. */
  @Override
  public void close() {
    while (!inbox.isEmpty()) {
      runInbox();
    }
    try {
      selector.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "A selector did not close", e);
    }
  }
}
