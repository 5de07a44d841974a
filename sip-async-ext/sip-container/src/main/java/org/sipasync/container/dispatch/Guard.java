package org.sipasync.container.dispatch;

import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/** Answers requests whose handling fails outside a handler: nobody else would. */
final class Guard {
  private Guard() {}

  /**
   * Runs what handles a request. If that throws before an answer, the request is answered: 400 if
   * its URIs cannot be read, else 500.
   */
  static void run(SipRequest received, Uas uas, Runnable task) {
    boolean done = false;
    try {
      task.run();
      done = true;
    } finally {
      if (!done) {
        uas.fail(refusal(received));
      }
    }
  }

  private static SipResponse refusal(SipRequest received) {
    try {
      received.uri();
      received.from();
      received.to();
      return received.response(500);
    } catch (ParseException e) {
      return received.response(400, e.reason());
    }
  }
}
