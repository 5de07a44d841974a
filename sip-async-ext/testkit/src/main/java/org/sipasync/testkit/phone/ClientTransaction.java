package org.sipasync.testkit.phone;

import java.util.concurrent.TimeUnit;

/**
 * A request until its final response, over UDP: when it is sent again and when it is given up (RFC
 * 3261, 17.1).
 */
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

  /** Whether a response is one to this request. */
  boolean isAnsweredBy(SipMessage response) {
    return response.cSeq() == request.cSeq() && response.method().equals(request.method());
  }

  /** A provisional response: an INVITE has arrived for sure, others are sent again more rarely. */
  void provisional() {
    isQuiet = isInvite;
    interval = T2;
  }

  boolean hasProvisional() {
    return isQuiet;
  }

  /** It is answered: nothing is sent again. */
  void quiet() {
    isQuiet = true;
  }

  /** Whether it is time to send the request again. */
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
