package org.sipasync.container.dispatch;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipErrorEvent;
import javax.servlet.sip.SipErrorListener;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.RAck;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/**
 * Reliable provisional responses of a UAS (RFC 3262): one at a time, repeated until its PRACK; a
 * 2xx waits for it, too, and holds no thread.
 */
final class ReliableProvisionals {
  private final DialogSession session;
  private final Deque<Runnable> waiting = new ArrayDeque<>(2);
  private Retransmission outstanding;
  private RAck expected;
  private long rseq;

  /** Number of the last INVITE that a response of ours has made an offer to; -1 before. */
  private long offeredTo = -1;

  /** The outstanding response makes an offer, which its PRACK answers (RFC 3262 5). */
  private boolean offering;

  /**
   * Starts without outstanding responses.
   *
   * @param firstRSeq from 1 to 2^31 - 1
   */
  ReliableProvisionals(DialogSession session, long firstRSeq) {
    this.session = session;
    this.rseq = firstRSeq - 1;
  }

  void send(Uas uas, ResponseFacade response) throws Rel100Exception {
    check(uas.message(), response.getStatus());
    response.message().set(HeaderName.RSEQ, ++rseq);
    response.message().set(HeaderName.REQUIRE, "100rel");
    response.commit();
    long number = rseq;
    afterPrack(() -> transmit(uas, response, number));
  }

  private static void check(SipRequest request, int status) throws Rel100Exception {
    if (status <= 100 || status >= 200) {
      throw new Rel100Exception(Rel100Exception.NOT_1XX);
    }
    if (request.method() != Method.INVITE) {
      throw new Rel100Exception(Rel100Exception.NOT_INVITE);
    }
    try {
      boolean supported =
          request.list(Headers.SUPPORTED).contains("100rel")
              || request.list(Headers.REQUIRE).contains("100rel");
      if (!supported) {
        throw new Rel100Exception(Rel100Exception.NO_REQ_SUPPORT);
      }
    } catch (ParseException e) {
      throw new Rel100Exception(Rel100Exception.NO_REQ_SUPPORT);
    }
  }

  private void afterPrack(Runnable send) {
    if (outstanding == null) {
      send.run();
    } else {
      waiting.add(send);
    }
  }

  private void transmit(Uas uas, ResponseFacade response, long number) {
    if (uas.isAnswered()) {
      return;
    }
    SipResponse message = response.message();
    long invite = cseq(uas.message());
    expected = new RAck(number, invite, Method.INVITE);
    offering = invite != offeredTo && !Offers.isIn(uas.message()) && Offers.isIn(message);
    offeredTo = offering ? invite : offeredTo;
    uas.deliver(message);
    outstanding =
        new Retransmission(
            session.timers(),
            session.getApplicationSession().lane(),
            () -> uas.repeat(message),
            () -> onGivenUp(uas, response),
            Retransmission.UNLIMITED);
  }

  private static long cseq(SipRequest request) {
    try {
      return request.cseq().number();
    } catch (ParseException e) {
      throw new IllegalStateException(e); // the parser has checked it
    }
  }

  /** Holds a 2xx back until the PRACK; false if it may go. */
  boolean holdBack(Uas uas, ResponseFacade response) {
    boolean success = response.getStatus() / 100 == 2;
    if (!success || outstanding == null || uas.message().method() != Method.INVITE) {
      return false;
    }
    waiting.add(() -> uas.deliverHeld(response.message()));
    return true;
  }

  /** True if an offer in a reliable response waits for its PRACK. */
  boolean hasOpenOffer() {
    return offering;
  }

  /** True if a reliable response waits for its PRACK. */
  boolean isOpen() {
    return outstanding != null;
  }

  /** Takes a PRACK; false if it acknowledges nothing: 481. */
  boolean onPrack(SipRequest prack) {
    try {
      RAck rack = prack.get(Headers.RACK);
      if (outstanding == null || rack == null || !rack.equals(expected)) {
        return false;
      }
    } catch (ParseException e) {
      return false;
    }
    outstanding.stop();
    outstanding = null;
    offering = false;
    return true;
  }

  /** Goes on with what waited for the PRACK, after its handler. */
  void next() {
    while (outstanding == null && !waiting.isEmpty()) {
      waiting.poll().run();
    }
  }

  /** Forgets everything: the INVITE has its final response. */
  void stop() {
    waiting.clear();
    offering = false;
    if (outstanding != null) {
      outstanding.stop();
      outstanding = null;
    }
  }

  private void onGivenUp(Uas uas, ResponseFacade response) {
    outstanding = null;
    offering = false;
    waiting.clear();
    SipErrorEvent event = new SipErrorEvent(uas.request(), response);
    session
        .getApplicationSession()
        .application()
        .listeners()
        .fire(SipErrorListener.class, listener -> listener.noPrackReceived(event));
    uas.answer(500, "no PRACK");
    session.getApplicationSession().settle();
  }
}
