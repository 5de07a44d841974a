package org.sipasync.sip.transport;

import java.time.Duration;
import org.sipasync.loop.EventLoop;

/** Timestamps of a connection's last activities, and the check of its time limits. */
final class ConnectionAge {
  private final EventLoop loop;
  private final ConnectionTimes times;
  private final boolean isAccepted;
  private boolean hasMessage;
  private boolean isInMessage;
  private long stateSince;
  private long messageSince;
  private long writtenAt;
  private long activeAt;

  ConnectionAge(EventLoop loop, ConnectionTimes times, boolean isAccepted) {
    this.loop = loop;
    this.times = times;
    this.isAccepted = isAccepted;
  }

  void stateBegins() {
    stateSince = loop.now();
    activeAt = stateSince;
  }

  void active() {
    activeAt = loop.now();
  }

  long activeAt() {
    return activeAt;
  }

  /** Records after each read whether a message is incomplete. */
  void isInMessage(boolean isNow) {
    if (isNow && !isInMessage) {
      messageSince = loop.now();
    }
    isInMessage = isNow;
  }

  void messageEnds() {
    hasMessage = true;
    isInMessage = false;
    active();
  }

  /** Records that bytes begin to wait. */
  void writeBegins() {
    writtenAt = loop.now();
  }

  void written() {
    writtenAt = loop.now();
    activeAt = writtenAt;
  }

  /**
   * Returns the reason to drop a connection; null if all time limits hold.
   *
   * @param isWaiting true if bytes wait to be written
   */
  String overdue(long now, TcpConnection.State state, boolean isWaiting) {
    return switch (state) {
      case CONNECTING ->
          isOver(now, stateSince, times.connect()) ? "peer does not accept it" : null;
      case HANDSHAKING ->
          isOver(now, stateSince, isAccepted ? times.firstMessage() : times.connect())
              ? "TLS handshake does not end"
              : null;
      case OPEN -> isWaiting ? overdueWrite(now) : overdueRead(now);
      case INPUT_ENDED ->
          isWaiting
              ? overdueWrite(now)
              : isOver(now, stateSince, times.halfClosed()) ? "half-closed by peer" : null;
      case LAST_ANSWER -> isOver(now, stateSince, times.lastAnswer()) ? "peer sends no SIP" : null;
      case CLOSED -> null;
    };
  }

  private String overdueWrite(long now) {
    return isOver(now, writtenAt, times.write()) ? "peer does not read" : null;
  }

  private String overdueRead(long now) {
    if (isInMessage) {
      return isOver(now, messageSince, times.message()) ? "message does not end" : null;
    }
    if (isAccepted && !hasMessage) {
      return isOver(now, stateSince, times.firstMessage()) ? "no message" : null;
    }
    return isOver(now, activeAt, times.idle()) ? "idle" : null;
  }

  private static boolean isOver(long now, long since, Duration time) {
    return now - since >= time.toNanos();
  }
}
