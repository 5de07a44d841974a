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
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Runs tasks, timers and channel handlers on one thread. Methods are for the loop's own thread
 * unless they say "thread-safe".
 *
 * <p>{@link LoopThread} drives a loop in production; tests call {@link #runOnce} with their own
 * clock. Each task, timer and handler is guarded individually: a failure is logged and counted, and
 * the loop continues.
 */
public final class EventLoop implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EventLoop.class.getName());

  /** Delay cap, well below the range of a nanosecond clock. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private static final Duration HANDLER_PAUSE = Duration.ofSeconds(1);

  private static final ThreadLocal<EventLoop> CURRENT = new ThreadLocal<>();

  private final LongSupplier clock;
  private final Selector selector;
  private final List<SelectionKey> ready = new ArrayList<>();
  private final Consumer<SelectionKey> onSelected = ready::add;
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final TimerQueue timers = new TimerQueue();
  private final AtomicBoolean sleeping = new AtomicBoolean();
  private final LongAdder failedTasks = new LongAdder();
  private final Histogram lag = new Histogram();
  private volatile long lastBeat;

  /**
   * Opens a loop.
   *
   * @param clock nanoseconds on any scale that may wrap around, such as {@link System#nanoTime}
   * @throws UncheckedIOException if no selector can be opened
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

  /**
   * Loop that the calling thread drives, or runs a turn of; null if there is none. What such a
   * thread enqueues there wakes nobody.
   */
  public static EventLoop current() {
    return CURRENT.get();
  }

  /** Runs what drives this loop on the calling thread. */
  void drive(Runnable rounds) {
    CURRENT.set(this);
    try {
      rounds.run();
    } finally {
      CURRENT.remove();
    }
  }

  /** Enqueues a task for the loop thread. Thread-safe; tasks of one thread run in its order. */
  public void execute(Runnable task) {
    inbox.add(task);
    if (sleeping.compareAndSet(true, false)) {
      selector.wakeup();
    }
  }

  /** Current time of the loop's clock in nanoseconds. Thread-safe. */
  public long now() {
    return clock.getAsLong();
  }

  /** Number of tasks, timers and handlers that threw. Thread-safe. */
  public long failedTasks() {
    return failedTasks.sum();
  }

  /** Starts measuring the delay of timers once a second. Call once. */
  public void startHeartbeat() {
    long due = now() + HEARTBEAT.toNanos();
    timerAfter(now(), HEARTBEAT, () -> beat(due));
  }

  private void beat(long due) {
    lastBeat = now();
    lag.record(lastBeat - due);
    startHeartbeat();
  }

  /** Distribution of the delay between a timer's due time and its run. Thread-safe. */
  public Histogram lag() {
    return lag;
  }

  /** Time since the loop's last heartbeat. Thread-safe. */
  public Duration sinceHeartbeat() {
    return Duration.ofNanos(Math.max(0, now() - lastBeat));
  }

  /**
   * Runs a task once a delay has passed, never earlier.
   *
   * @param fromNanos start of the delay, on the loop's clock
   * @param delay capped at a hundred years
   * @return the handle for {@link #cancel}
   */
  public TimerQueue.Timer timerAfter(long fromNanos, Duration delay, Runnable task) {
    Duration bounded = delay.compareTo(NEVER) > 0 ? NEVER : delay;
    return timers.add(fromNanos + bounded.toNanos(), task);
  }

  /** Removes a timer; does nothing if it has run or was cancelled. */
  public void cancel(TimerQueue.Timer timer) {
    timers.cancel(timer);
  }

  /** Number of timers that have neither run nor been cancelled. */
  public int timers() {
    return timers.size();
  }

  /**
   * Watches a non-blocking channel.
   *
   * @param onReady receives the ready operations; the key's interest stays until changed, so a
   *     handler that neither reads, writes nor changes it is called again in the next round; one
   *     that throws is called again a second later
   */
  public SelectionKey register(SelectableChannel channel, int interestOps, IntConsumer onReady)
      throws IOException {
    return channel.register(selector, interestOps, onReady);
  }

  /**
   * Runs one round: waits at most {@code maxMillis} for work, then runs the tasks, the handlers of
   * ready channels and the due timers.
   */
  public void runOnce(long maxMillis) throws IOException {
    select(maxMillis);
    runTasks();
    runReadyChannels();
    runDueTimers();
  }

  private void select(long maxMillis) throws IOException {
    long toNextTimer = timers.nanosToNext(now());
    if (toNextTimer <= 0 || maxMillis <= 0) {
      selector.selectNow(onSelected);
      return;
    }
    sleeping.set(true);
    try {
      if (inbox.isEmpty()) {
        selector.select(onSelected, Math.min(maxMillis, millisRoundedUp(toNextTimer)));
      } else {
        selector.selectNow(onSelected);
      }
    } finally {
      sleeping.set(false);
    }
  }

  /** Rounds up, so that no timer is early and no wake-up is in vain. */
  private static long millisRoundedUp(long nanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    return millis * 1_000_000 < nanos ? millis + 1 : millis;
  }

  /** Runs the tasks that are enqueued now, outside a round. */
  public void runTasks() {
    for (int n = inbox.size(); n > 0; n--) {
      Runnable task = inbox.poll();
      if (task != null) {
        runGuarded(task);
      }
    }
  }

  private void runReadyChannels() {
    for (int i = 0; i < ready.size(); i++) {
      try {
        onReady(ready.get(i));
      } catch (Throwable t) {
        noteFailure(t);
        pause(ready.get(i));
      }
    }
    ready.clear();
  }

  /** Keeps a handler that throws while its channel stays ready from being called each round. */
  private void pause(SelectionKey key) {
    try {
      int interest = key.interestOpsAnd(0);
      timerAfter(now(), HANDLER_PAUSE, () -> resume(key, interest));
    } catch (CancelledKeyException closedMeanwhile) {
      // no further calls
    }
  }

  private static void resume(SelectionKey key, int interest) {
    if (key.isValid()) {
      key.interestOpsOr(interest);
    }
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
      noteFailure(t);
    }
  }

  private void noteFailure(Throwable t) {
    failedTasks.increment();
    FailureLog.log(LOG, "A task of the event loop failed; the loop continues", t);
  }

  /** Runs the tasks still enqueued and closes the selector; timers no longer run. */
  @Override
  public void close() {
    while (!inbox.isEmpty()) {
      runTasks();
    }
    try {
      selector.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Closing a selector failed", e);
    }
  }
}
