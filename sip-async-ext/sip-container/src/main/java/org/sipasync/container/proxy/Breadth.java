package org.sipasync.container.proxy;

import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;

/**
 * Max-Breadth of one request (RFC 5393 5.3): branches that are open at the same time share what the
 * request may fork into. A branch that the application adds while the others have all of it gets
 * one, so it may not fork again.
 */
final class Breadth {
  /** Of a request that does not say. */
  private static final int DEFAULT = 60;

  private final int whole;
  private int left;
  private int open;

  private Breadth(int whole) {
    this.whole = whole;
    this.left = whole;
  }

  static Breadth of(SipRequest received) {
    try {
      Long breadth = received.get(Headers.MAX_BREADTH);
      return new Breadth(breadth == null ? DEFAULT : (int) Math.min(DEFAULT, breadth));
    } catch (ParseException e) {
      return new Breadth(DEFAULT);
    }
  }

  /** True if the request may not be forwarded at all: 440. */
  boolean isExhausted() {
    return whole < 1;
  }

  /** True if one more branch may be opened. */
  boolean hasRoom() {
    return open < whole;
  }

  /** Takes the share of one of several branches that are about to be opened. */
  int take(int branches) {
    int share = Math.max(1, left / Math.max(1, branches));
    left = Math.max(0, left - share);
    open++;
    return share;
  }

  /** Gives the share of a branch back that has ended. */
  void give(int share) {
    left = Math.min(whole, left + share);
    open--;
  }
}
