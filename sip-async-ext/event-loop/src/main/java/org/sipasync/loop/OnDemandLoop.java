package org.sipasync.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Event loop of a library with many callers. The first task creates selector and thread; once
 * closed it refuses tasks instead of dropping them.
 *
 * <p>Thread-safe, except for the result of {@link #loop()}.
 */
public final class OnDemandLoop implements Executor, AutoCloseable {
  private final String name;
  private final Runnable onClose;

  // --- guarded by this
  private EventLoop loop;
  private LoopThread thread;
  private boolean closed;

  /**
   * Creates a loop without a thread.
   *
   * @param name name of the thread
   * @param onClose the thread's last task; does not run without other tasks
   */
  public OnDemandLoop(String name, Runnable onClose) {
    this.name = name;
    this.onClose = onClose;
  }

  /**
   * Enqueues a task for the loop thread; tasks of one thread run in its order.
   *
   * @throws RejectedExecutionException if the loop is closed
   */
  @Override
  public synchronized void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException(name + " is closed");
    }
    if (thread == null) {
      loop = new EventLoop(System::nanoTime);
      thread = new LoopThread(loop, name);
    }
    loop.execute(task);
  }

  /** Returns the loop, for timers and channels of tasks that run on it. */
  public synchronized EventLoop loop() {
    return loop;
  }

  /**
   * Runs the tasks already enqueued and stops the thread, waiting at most 5 s unless called by the
   * thread itself. Idempotent.
   */
  @Override
  public void close() {
    LoopThread running;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      if (thread == null) {
        return;
      }
      loop.execute(onClose);
      running = thread;
    }
    running.close();
  }
}
