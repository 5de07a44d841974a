package org.sipasync.payara.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import org.sipasync.Problem;

/** Number of requests refused; the first of each thousand is logged. Thread-safe. */
public final class RefusalCount {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final int LOGGED_EACH = 1000;

  private final AtomicLong count = new AtomicLong();

  /**
   * Counts one.
   *
   * @param overload its cause; null if that is no overload, which is not logged
   */
  public void add(String overload) {
    long now = count.incrementAndGet();
    if (overload != null && now % LOGGED_EACH == 1) {
      LOG.log(Level.WARNING, Problem.OVERLOADED.message(now + " requests were", overload));
    }
  }

  /** Returns the number since the start. */
  public long get() {
    return count.get();
  }
}
