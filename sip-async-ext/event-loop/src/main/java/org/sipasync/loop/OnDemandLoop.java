package org.sipasync.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Event loop of a library that many callers share. Selector and thread are made with the first
 * task; once closed it refuses tasks instead of forgetting them.
 *
 * <p>Thread-safe but for what {@link #loop()} returns.
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
   * @param name of the thread
   * @param onClose the thread's last task; does not run if there was no other
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

  /** The loop, for its timers and channels: for tasks that run on it. */
  public synchronized EventLoop loop() {
    return loop;
  }

  /**
   * Runs the tasks already enqueued and ends the thread, for which it waits at most 5 s unless
   * called by the thread itself. Idempotent.
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
