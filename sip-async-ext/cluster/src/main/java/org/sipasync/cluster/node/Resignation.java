package org.sipasync.cluster.node;

import java.util.function.LongSupplier;
import org.sipasync.cluster.call.StoredCalls;
import org.sipasync.cluster.lease.Vouching;

/**
 * Way of a node out of the cluster, in good order: what it has goes to the others, who need not
 * wait for the end of its lease. For the node's thread.
 *
 * <pre>
 *   SETTLING ── the grid has all that is to be stored ──▶ RESIGNED ── all were told ──▶ over
 *      └────────────── three seconds ───────────────────────▲
 * </pre>
 *
 * <p>A node that has resigned answers nothing, and writes nothing: the ends of its calls, which are
 * its own only, must not end them at their heirs.
 */
final class Resignation {
  private static final long QUIET_MILLIS = 300;
  private static final long LONGEST_MILLIS = 3000;

  private final StoredCalls calls;
  private final Vouching vouching;
  private final LongSupplier clock;
  private final Runnable onOver;
  private final long since;
  private long quietSince;
  private long resignedAt;
  private boolean hasResigned;
  private boolean isOver;

  Resignation(StoredCalls calls, Vouching vouching, LongSupplier clock, Runnable onOver) {
    this.calls = calls;
    this.vouching = vouching;
    this.clock = clock;
    this.onOver = onOver;
    this.since = clock.getAsLong();
    this.quietSince = since;
  }

  /** Goes on; to be called every few milliseconds. */
  void tick() {
    long now = clock.getAsLong();
    if (!hasResigned) {
      settle(now);
    } else if (!isOver && now - resignedAt > vouching.timeToTell()) {
      isOver = true;
      onOver.run();
    }
  }

  private void settle(long now) {
    if (!calls.isIdle()) {
      quietSince = now;
    }
    if (now - quietSince > QUIET_MILLIS || now - since > LONGEST_MILLIS) {
      hasResigned = true;
      resignedAt = now;
      vouching.tell(vouching.facts().leaving());
      calls.close();
    }
  }
}
