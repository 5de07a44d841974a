package org.sipasync.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Threads that drive one event loop in turn, and run {@link Turn}s of work themselves: a turn that
 * the loop itself has caused costs no hand-over and no wake-up.
 *
 * <pre>
 *   leader:    round of the loop ──▶ turns, one after the other ──▶ tasks they have enqueued ─┐
 *                   ▲                      │ one lasts too long                               │
 *                   └──────────────────────┼──────────────────────────────────────────────────┘
 *   follower:  looks ──────────────────────┴──▶ becomes the leader; the pool sends a new follower
 * </pre>
 *
 * <p>A turn may block: the follower then takes the loop over, once, and whoever was leader finishes
 * the turn and leaves. What turns do to the loop goes through {@link EventLoop#execute}, so a loop
 * that is taken over during a turn is in order. The time for turns between two rounds is bounded;
 * those beyond, and all while there is no follower, run elsewhere.
 */
public final class LoopLeaders implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LoopLeaders.class.getName());
  private static final long MAX_SLEEP_MILLIS = 1000;
  private static final long STOP_MILLIS = 5000;
  private static final long MAX_PARK_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Between two requests for a follower. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Former leaders still in their turns, beyond which all turns run elsewhere. */
  static final int MAX_REPLACED = 8;

  private final EventLoop loop;
  private final String name;
  private final Executor pool;
  private final Rounds rounds;
  private final TurnQueue turns;
  private final AtomicInteger threads = new AtomicInteger();
  private final AtomicInteger replaced = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Term term;
  private volatile Thread follower;
  private volatile boolean isAsleep;
  private volatile boolean stopping;

  /** Calls rounds of a loop on the calling thread: until one returns false, or for a while. */
  @FunctionalInterface
  public interface Rounds {
    void run(BooleanSupplier round);
  }

  /**
   * Creates leaders without a thread.
   *
   * @param name of the threads, to which their number is added
   * @param pool runs leader and follower, each as one task
   * @param elsewhere runs turns that the leader has no time for
   * @param rounds surrounds the rounds of a leader
   */
  public LoopLeaders(
      EventLoop loop, String name, Executor pool, Executor elsewhere, Rounds rounds) {
    this.loop = loop;
    this.name = name;
    this.pool = pool;
    this.rounds = rounds;
    this.turns = new TurnQueue(loop::now, elsewhere);
  }

  /** Starts the first leader and its follower. Call once. */
  public void start() {
    loop.execute(loop::startHeartbeat);
    pool.execute(() -> named(this::lead));
  }

  /** Enqueues a turn for the leader. Thread-safe. */
  public void execute(Turn turn) {
    Term current = term;
    if (current != null && current.isLedBy(Thread.currentThread())) {
      turns.add(turn);
    } else {
      loop.execute(() -> turns.add(turn));
    }
  }

  /** Number of turns that are running. Thread-safe. */
  public int busy() {
    Term current = term;
    return replaced.get() + (current != null && Term.isInTurn(current.state()) ? 1 : 0);
  }

  private void named(Runnable work) {
    Thread thread = Thread.currentThread();
    String formerName = thread.getName();
    thread.setName(name + "-" + threads.incrementAndGet());
    try {
      work.run();
    } finally {
      thread.setName(formerName);
    }
  }

  private void lead() {
    loop.drive(this::leadUntilReplaced);
  }

  private void leadUntilReplaced() {
    Term own = begin();
    long asked = loop.now() - RETRY_NANOS;
    while (own.isCurrent() && !stopping) {
      if (follower == null && loop.now() - asked >= RETRY_NANOS) {
        asked = loop.now();
        askForFollower();
      }
      rounds.run(() -> guardedRound(own) && !stopping);
    }
    leave(own);
  }

  /** Makes the calling thread the leader. */
  Term begin() {
    Term own = new Term(Thread.currentThread());
    term = own;
    return own;
  }

  private void leave(Term own) {
    if (own.isCurrent()) {
      loop.close();
      turns.next(false);
      closed.countDown();
      LockSupport.unpark(follower);
    } else {
      replaced.decrementAndGet();
    }
  }

  /** On a thread of the pool: what it starts may not belong to an application. */
  private void askForFollower() {
    try {
      pool.execute(() -> named(this::follow));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "The pool has no thread for a follower: all turns run elsewhere", e);
    }
  }

  private boolean guardedRound(Term own) {
    try {
      return round(own, MAX_SLEEP_MILLIS);
    } catch (Throwable t) {
      FailureLog.log(LOG, "An event loop's selector failed; the loop continues", t);
      return own.isCurrent();
    }
  }

  /** Runs one round of the loop and then the turns; false if the leader has been replaced. */
  boolean round(Term own, long maxMillis) throws java.io.IOException {
    loop.runOnce(turns.isEmpty() ? maxMillis : 0);
    if (!turns.isEmpty()) {
      turns.begin();
      for (Turn next = next(); next != null; next = next()) {
        own.start(next);
        wakeFollower();
        TurnQueue.run(next);
        if (!own.end()) {
          return false;
        }
      }
      loop.runTasks();
    }
    return true;
  }

  private Turn next() {
    return turns.next(follower != null && replaced.get() < MAX_REPLACED);
  }

  private void wakeFollower() {
    if (isAsleep) {
      isAsleep = false;
      LockSupport.unpark(follower);
    }
  }

  private void follow() {
    if (!isOnlyFollower()) {
      return;
    }
    TurnWatch watch = new TurnWatch(term);
    while (closed.getCount() > 0) {
      if (!watch.isOf(term)) { // it came late, when a former leader had just been replaced
        watch = new TurnWatch(term);
      }
      long nanos = watch.look();
      if (nanos == 0) {
        if (takeOver(watch)) {
          lead();
          return;
        }
      } else if (nanos == TurnWatch.UNTIL_WOKEN) {
        sleep(watch);
      } else {
        park(nanos);
      }
    }
  }

  private synchronized boolean isOnlyFollower() {
    if (follower != null) {
      return false;
    }
    follower = Thread.currentThread();
    return true;
  }

  /** Makes the calling thread the follower; for tests. */
  TurnWatch beginToFollow() {
    follower = Thread.currentThread();
    return new TurnWatch(term);
  }

  /** Takes the loop from a leader in a turn; false if that has just ended. */
  boolean takeOver(TurnWatch watch) {
    Turn turn = watch.replace();
    if (turn == null) {
      return false;
    }
    follower = null;
    replaced.incrementAndGet();
    turn.overran();
    return true;
  }

  /** Sleeps until a turn starts. The leader looks at the flag after it has started the turn. */
  private void sleep(TurnWatch watch) {
    isAsleep = true;
    if (watch.isIdle()) {
      park(MAX_PARK_NANOS);
    }
    isAsleep = false;
  }

  /** An interrupted thread would not park. */
  private void park(long nanos) {
    LockSupport.parkNanos(this, nanos);
    Thread.interrupted();
  }

  /** True once the loop has ended. Thread-safe. */
  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /**
   * Stops the loop and waits at most 5 s for that, also while a turn blocks: its follower then ends
   * the loop. Thread-safe and idempotent; not for a turn.
   */
  @Override
  public void close() {
    stopping = true;
    loop.execute(() -> {});
    try {
      if (!closed.await(STOP_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.log(Level.WARNING, "{0} did not stop within {1} ms", name, STOP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (busy() > 0) {
      LOG.log(Level.WARNING, "{0} turns of {1} still run after the stop", busy(), name);
    }
  }
}
