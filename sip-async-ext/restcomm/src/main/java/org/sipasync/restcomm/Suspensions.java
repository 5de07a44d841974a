package org.sipasync.restcomm;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletResponse;
import javax.sip.message.Request;
import org.mobicents.servlet.sip.core.RoutingState;
import org.mobicents.servlet.sip.message.SipServletMessageImpl;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.sipasync.Problem;

/** Whether a message can be suspended, and what becomes of it when its resume route fails. */
final class Suspensions {
  private static final Logger LOG = System.getLogger("org.sipasync");

  private Suspensions() {}

  /** Throws if the message cannot be suspended now. */
  static void check(SipServletMessage message) {
    if (!(message instanceof Suspendable suspendable)) {
      throw Problem.NOT_SUSPENDABLE.exception(
          Names.of(message), "it does not come from this container");
    }
    Suspension present = suspendable.suspension();
    if (present != null && present.isSuspended()) {
      throw Problem.SUSPENDED_TWICE.exception(Names.of(message), present.route());
    }
    if (message instanceof SipServletRequestImpl request) {
      checkRequest(request);
    }
  }

  private static void checkRequest(SipServletRequestImpl request) {
    String method = request.getMethod();
    if (method.equals(Request.ACK) || method.equals(Request.CANCEL)) {
      throw Problem.NOT_SUSPENDABLE.exception(Names.of(request), "nobody answers it");
    }
    if (isAnswered(request)) {
      throw Problem.ALREADY_COMMITTED.exception(Names.of(request));
    }
  }

  static boolean isAnswered(SipServletRequestImpl request) {
    RoutingState state = request.getRoutingState();
    return request.isFinalResponseGenerated()
        || state == RoutingState.FINAL_RESPONSE_SENT
        || state == RoutingState.PROXIED
        || state == RoutingState.CANCELLED;
  }

  /** As for any handler that throws: a request without a final response is answered 500. */
  static void failed(SipServletMessageImpl message, Exception failure) {
    LOG.log(Level.ERROR, "The handler of " + Names.of(message) + " failed", failure);
    answer(message, SipServletResponse.SC_SERVER_INTERNAL_ERROR);
  }

  /** Its session goes: a suspended request is answered 503 (rule A11). */
  static void endWithSession(Suspension suspension) {
    if (suspension.cancel()) {
      answer(suspension.message(), SipServletResponse.SC_SERVICE_UNAVAILABLE);
    }
  }

  private static void answer(SipServletMessage message, int status) {
    if (message instanceof SipServletRequestImpl request && !isAnswered(request)) {
      try {
        request.createResponse(status).send();
      } catch (IOException | IllegalStateException e) {
        LOG.log(
            Level.WARNING,
            "{0} could not be answered {1}: {2}",
            Names.of(message),
            status,
            e.getMessage());
      }
    }
  }
}
