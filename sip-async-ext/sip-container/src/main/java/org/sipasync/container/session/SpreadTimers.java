package org.sipasync.container.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Timers of several loops: those of a Call-ID on its loop, all others on each loop in turn. */
public final class SpreadTimers implements Timers {
  private final List<Timers> loops;
  private final AtomicInteger next = new AtomicInteger();

  /**
   * Creates the timers.
   *
   * @param loops in the order of the loops that Call-IDs are spread over
   */
  public SpreadTimers(List<Timers> loops) {
    this.loops = List.copyOf(loops);
  }

  /** Returns the number of the loop, from 0, that a Call-ID belongs to. */
  public static int loopOf(String callId, int loops) {
    int hash = callId.hashCode() * 0x9E3779B9;
    return (int) ((hash & 0xffff_ffffL) * loops >>> 32);
  }

  @Override
  public Timers of(String callId) {
    return loops.get(loopOf(callId, loops.size()));
  }

  @Override
  public long currentTimeMillis() {
    return loops.get(0).currentTimeMillis();
  }

  @Override
  public Handle after(Duration delay, Runnable task) {
    int loop = loops.size() == 1 ? 0 : Math.floorMod(next.getAndIncrement(), loops.size());
    return loops.get(loop).after(delay, task);
  }
}
