package org.sipasync.sip.transport;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Timestamps of a WebSocket's last activities, and the check of its time limits. */
final class WebSocketAge {
  /** Spreads the pings of clients that have come at the same time. */
  private static final AtomicInteger NEXT = new AtomicInteger();

  private static final int SPREAD = 100;

  private final WebSocketLimits limits;

  /** Nanoseconds of silence after which a ping is due; zero: never. */
  private final long pingAfter;

  private long activeAt;
  private long writeSince;
  private long pingedAt;
  private boolean isPinged;

  WebSocketAge(WebSocketLimits limits, long now) {
    this.limits = limits;
    this.activeAt = now;
    Duration longest = limits.ping();
    int part = Math.floorMod(NEXT.getAndIncrement(), SPREAD);
    this.pingAfter = longest.minus(longest.multipliedBy(part).dividedBy(5 * SPREAD)).toNanos();
  }

  void active(long now) {
    activeAt = now;
  }

  void writeBegins(long now) {
    writeSince = now;
  }

  /** Records a ping; false if one is unanswered. */
  boolean ping(long now) {
    if (isPinged) {
      return false;
    }
    isPinged = true;
    pingedAt = now;
    return true;
  }

  void pong(long now) {
    isPinged = false;
    activeAt = now;
  }

  boolean isPingDue(long now) {
    return pingAfter > 0 && !isPinged && now - activeAt >= pingAfter;
  }

  /**
   * Returns the reason to drop the connection; null if all time limits hold.
   *
   * @param isWriting true if the library has not taken a message yet
   */
  String overdue(long now, boolean isWriting) {
    if (isWriting && isOver(now, writeSince, limits.write())) {
      return "client does not read";
    }
    if (isPinged && isOver(now, pingedAt, limits.pong())) {
      return "ping not answered";
    }
    return pingAfter == 0 && isOver(now, activeAt, limits.idle()) ? "idle" : null;
  }

  private static boolean isOver(long now, long since, Duration time) {
    return now - since >= time.toNanos();
  }
}
