package org.sipasync.loop;

import java.util.Arrays;

/**
 * Timers ordered by due time, on {@link System#nanoTime}'s scale.
 *
 * <p>A binary heap in which each timer knows its index: adding and cancelling take O(log n), and a
 * cancelled timer is removed immediately. A timer wheel would be faster with millions of timers,
 * but only by rounding their times, and it would tick when nothing is due.
 *
 * <p>Not thread-safe: it belongs to one event loop.
 */
public final class TimerQueue {
  private static final int FIRST_CAPACITY = 64;

  private Timer[] heap = new Timer[FIRST_CAPACITY];
  private int size;

  /** Handle of one queued task. */
  public static final class Timer {
    private static final int NOT_QUEUED = -1;

    private final long nanos;
    private final Runnable task;
    private int place = NOT_QUEUED;

    private Timer(long nanos, Runnable task) {
      this.nanos = nanos;
      this.task = task;
    }

    /** The task to run when the timer is due. */
    public Runnable task() {
      return task;
    }

    /** Compares overflow-safely, because nanoTime may wrap around. */
    private boolean before(Timer other) {
      return nanos - other.nanos < 0;
    }
  }

  /** Adds a task that is due at a time, never earlier. */
  public Timer add(long nanos, Runnable task) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    Timer timer = new Timer(nanos, task);
    size++;
    up(timer, size - 1);
    return timer;
  }

  /** Removes a timer; does nothing if it has run or was cancelled. */
  public void cancel(Timer timer) {
    int place = timer.place;
    if (place == Timer.NOT_QUEUED) {
      return;
    }
    timer.place = Timer.NOT_QUEUED;
    size--;
    Timer last = heap[size];
    heap[size] = null;
    if (last == timer) {
      return;
    }
    down(last, place);
    if (last.place == place) {
      up(last, place);
    }
  }

  /** Removes and returns the next timer that is due; null if none is. */
  public Timer pollDue(long now) {
    if (size == 0 || heap[0].nanos - now > 0) {
      return null;
    }
    Timer due = heap[0];
    cancel(due);
    return due;
  }

  /** Nanoseconds until the next timer is due; zero or less if it is, Long.MAX_VALUE if empty. */
  public long nanosToNext(long now) {
    return size == 0 ? Long.MAX_VALUE : heap[0].nanos - now;
  }

  /** Number of queued timers. */
  public int size() {
    return size;
  }

  private void up(Timer timer, int from) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) >>> 1;
      if (!timer.before(heap[parent])) {
        break;
      }
      put(heap[parent], place);
      place = parent;
    }
    put(timer, place);
  }

  private void down(Timer timer, int from) {
    int place = from;
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size && heap[child + 1].before(heap[child])) {
        child++;
      }
      if (!heap[child].before(timer)) {
        break;
      }
      put(heap[child], place);
      place = child;
    }
    put(timer, place);
  }

  private void put(Timer timer, int place) {
    heap[place] = timer;
    timer.place = place;
  }
}
