package org.sipasync.testkit.phone;

import java.util.concurrent.TimeUnit;

/** A request until its final response, over UDP: retransmission and timeout (RFC 3261, 17.1). */
final class ClientTransaction {
  static final long T1 = TimeUnit.MILLISECONDS.toNanos(500);
  static final long T2 = TimeUnit.SECONDS.toNanos(4);
  static final long LIFE = 64 * T1;

  final SipMessage request;
  private final boolean isInvite;
  private final long giveUpAt;
  private long resendAt;
  private long interval = T1;
  private boolean isQuiet;

  ClientTransaction(SipMessage request, long now) {
    this.request = request;
    isInvite = request.method().equals("INVITE");
    giveUpAt = now + LIFE;
    resendAt = now + T1;
  }

  /** Returns true if a response belongs to this request. */
  boolean isAnsweredBy(SipMessage response) {
    return response.cSeq() == request.cSeq() && response.method().equals(request.method());
  }

  /**
   * Handles a provisional response, which stops an INVITE's retransmissions and slows down others.
   */
  void provisional() {
    isQuiet = isInvite;
    interval = T2;
  }

  boolean hasProvisional() {
    return isQuiet;
  }

  /** Stops retransmissions after an answer. */
  void quiet() {
    isQuiet = true;
  }

  /** Returns true if a retransmission is due. */
  boolean isDue(long now) {
    return !isQuiet && now - resendAt >= 0;
  }

  void sentAgain(long now) {
    interval = isInvite ? interval * 2 : Math.min(interval * 2, T2);
    resendAt = now + interval;
  }

  boolean isOver(long now) {
    return now - giveUpAt >= 0;
  }
}
