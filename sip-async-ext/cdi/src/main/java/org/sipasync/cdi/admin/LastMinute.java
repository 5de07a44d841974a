package org.sipasync.cdi.admin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Growth of a count within the last minute. One thread samples it each second; any may read it. */
final class LastMinute {
  private static final int SECONDS = 60;

  private final LongSupplier count;

  /** The count at each second of the last minute, the oldest first; guarded by this. */
  private final Deque<Long> seconds = new ArrayDeque<>(SECONDS + 1);

  LastMinute(LongSupplier count) {
    this.count = count;
  }

  /** Samples the count; called once a second. */
  synchronized void look() {
    seconds.addLast(count.getAsLong());
    if (seconds.size() > SECONDS) {
      seconds.removeFirst();
    }
  }

  /** Returns the growth over the last minute or, in the first minute, since the start. */
  synchronized long growth() {
    long before = seconds.size() < SECONDS ? 0 : seconds.peekFirst();
    return count.getAsLong() - before;
  }
}
