package org.sipasync.container.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.sipasync.loop.Turn;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;

/**
 * Serial queue of one application session: tasks run one after the other, in order, on container
 * threads or, if they are known to be fast, on the loop's thread (rule A4). A waiting task holds no
 * thread. Thread-safe.
 */
public final class Lane {
  private static final Logger LOG = System.getLogger(Lane.class.getName());

  private static final LimitedLog LIMITED = new LimitedLog(LOG);

  /** Limit of tasks per turn on a thread, so that other lanes get theirs. */
  private static final int TURN = 8;

  private static final ThreadLocal<Lane> CURRENT = new ThreadLocal<>();

  private final Executor threads;

  /** Runs fast work; null if there is no such place. */
  private final Consumer<Turn> inline;

  private Runnable first;

  /** Tasks after the first; null while there are none, as usual. */
  private ArrayDeque<Runnable> others;

  private boolean scheduled;

  public Lane(Executor threads) {
    this(threads, null);
  }

  /**
   * Creates an empty lane.
   *
   * @param inline runs turns of fast work on the loop's thread; null if there is none
   */
  Lane(Executor threads, Consumer<Turn> inline) {
    this.threads = threads;
    this.inline = inline;
  }

  /**
   * Work whose pace is learned, and decides where it runs.
   *
   * @param tooLate runs instead if the work has waited too long; null if it is never too late
   */
  private record Work(Pace pace, Runnable task, Runnable tooLate) implements Runnable {
    @Override
    public void run() {
      pace.measure(task);
    }
  }

  /** Returns the lane whose task the calling thread runs; null if there is none. */
  public static Lane current() {
    return CURRENT.get();
  }

  /** Returns the number of waiting tasks. */
  public synchronized int size() {
    int behind = others == null ? 0 : others.size();
    return first == null ? 0 : 1 + behind;
  }

  /** Enqueues a task that runs on the loop's thread if its pace allows that. */
  public void execute(Pace pace, Runnable task) {
    execute(inline == null ? task : new Work(pace, task, null));
  }

  /**
   * Enqueues a task that begins a call, as {@link #execute(Pace, Runnable)} does.
   *
   * @param tooLate runs instead if the task has waited too long for a thread
   */
  void begin(Pace pace, Runnable task, Runnable tooLate) {
    execute(new Work(pace, task, tooLate));
  }

  /** Enqueues a task. If it throws, that is logged, and the next one runs. */
  public void execute(Runnable task) {
    synchronized (this) {
      add(task);
      if (scheduled) {
        return;
      }
      scheduled = true;
    }
    schedule(task);
  }

  /** Schedules the lane's turn where its first task may run. */
  private void schedule(Runnable next) {
    if (inline != null && next instanceof Work work && work.pace.isFast()) {
      inline.accept(new WorkTurn(work, 1));
    } else if (next instanceof Work work && work.tooLate != null) {
      threads.execute(new WorkTurn(work, TURN));
    } else {
      threads.execute(this::runTurn);
    }
  }

  /**
   * Turn that starts with work. On the loop's thread it is one task; what has queued up behind it
   * is for container threads.
   */
  private final class WorkTurn implements Turn {
    private final Work work;
    private final int max;

    WorkTurn(Work work, int max) {
      this.work = work;
      this.max = max;
    }

    @Override
    public void run() {
      runTasks(max);
    }

    @Override
    public void overran() {
      work.pace.overran();
    }

    @Override
    public boolean isNew() {
      return work.tooLate != null;
    }

    @Override
    public void tooLate() {
      replaceFirst(work);
      runTasks(max);
    }
  }

  private synchronized void replaceFirst(Work late) {
    if (first == late) {
      first = late.tooLate;
    }
  }

  private void add(Runnable task) {
    if (first == null) {
      first = task;
      return;
    }
    if (others == null) {
      others = new ArrayDeque<>(4);
    }
    others.add(task);
  }

  private void runTurn() {
    runTasks(TURN);
  }

  private void runTasks(int max) {
    Lane before = CURRENT.get();
    CURRENT.set(this);
    try {
      for (int i = 0; i < max; i++) {
        Runnable task = next();
        if (task == null) {
          return;
        }
        runGuarded(task);
      }
    } finally {
      CURRENT.set(before); // not removed: the next task sets it again
    }
    if (hasNext()) {
      threads.execute(this::runTurn);
    }
  }

  /** True if a task waits; its turn is then to be scheduled. */
  private synchronized boolean hasNext() {
    scheduled = first != null;
    return scheduled;
  }

  private synchronized Runnable next() {
    Runnable task = first;
    first = others == null ? null : others.poll();
    if (first == null) {
      others = null;
    }
    scheduled = task != null;
    return task;
  }

  private static void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      LIMITED.log(
          Level.ERROR,
          t.getClass().getName(),
          "A task of a SIP call failed; the next one goes on. The trace is logged at DEBUG: "
              + Failures.describe(t));
      LOG.log(Level.DEBUG, "A task of a SIP call failed", t);
    }
  }
}
