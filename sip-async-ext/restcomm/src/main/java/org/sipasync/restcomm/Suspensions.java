package org.sipasync.restcomm;

import gov.nist.javax.sip.stack.SIPServerTransaction;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletResponse;
import javax.sip.message.Request;
import org.mobicents.servlet.sip.core.RoutingState;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;
import org.sipasync.Problem;
import org.sipasync.payara.server.Names;

/** Whether a message can be suspended or answered now, and what the container answers itself. */
final class Suspensions {
  private static final Logger LOG = System.getLogger("org.sipasync");

  /** RFC 3261, 17.1.2.2: after 64 × T1 nobody waits for the answer to a non-INVITE. */
  static final Duration NON_INVITE_LIFE = Duration.ofSeconds(32);

  private Suspensions() {}

  /** Throws if the message cannot be suspended now. */
  static void checkSuspendable(SipServletMessage message) {
    if (!(message instanceof Suspendable suspendable)) {
      throw Problem.NOT_SUSPENDABLE.exception(
          Names.of(message), "it does not come from this container");
    }
    Suspension present = suspendable.suspension();
    if (present != null && present.isSuspended()) {
      throw Problem.SUSPENDED_TWICE.exception(Names.of(message), present.route());
    }
    if (message instanceof ContainerRequest request) {
      checkSuspendable(request);
    }
  }

  private static void checkSuspendable(ContainerRequest request) {
    String method = request.getMethod();
    if (method.equals(Request.ACK) || method.equals(Request.CANCEL)) {
      throw Problem.NOT_SUSPENDABLE.exception(Names.of(request), "nobody answers it");
    }
    checkUsable(request, "suspending");
    if (isAnswered(request) || request.isCommitted()) {
      throw (request.isReceived() ? Problem.ALREADY_COMMITTED : Problem.ALREADY_SENT)
          .exception(Names.of(request));
    }
  }

  /** Throws if the message is suspended. */
  static void checkNotSuspended(Suspendable message, String attempt) {
    Suspension suspension = message.suspension();
    if (suspension != null && suspension.isSuspended()) {
      throw Problem.MESSAGE_SUSPENDED.exception(
          Names.of(suspension.message()), suspension.route(), attempt);
    }
  }

  /** Throws if the message is suspended, or was answered by the container, or is out of time. */
  static void checkUsable(Suspendable message, String attempt) {
    checkNotSuspended(message, attempt);
    Suspension suspension = message.suspension();
    if (message instanceof ContainerRequest request) {
      checkUsable(request, suspension == null ? null : suspension.why(), attempt);
    }
  }

  private static void checkUsable(ContainerRequest request, Problem why, String attempt) {
    if (request.getRoutingState() == RoutingState.CANCELLED) {
      throw Problem.CANCELLED.exception(Names.of(request), attempt);
    }
    if (why != null && (isAnswered(request) || request.getTransaction() == null)) {
      throw why.exception(Names.of(request), attempt);
    }
    Duration left = request.remainingLife();
    if (left != null && left.isZero()) {
      throw Problem.TRANSACTION_OVER.exception(Names.of(request), NON_INVITE_LIFE, attempt);
    }
  }

  /** Whether a final response was sent, or somebody else will send it. */
  static boolean isAnswered(SipServletRequestImpl request) {
    RoutingState state = request.getRoutingState();
    return state == RoutingState.FINAL_RESPONSE_SENT
        || state == RoutingState.PROXIED
        || state == RoutingState.CANCELLED
        || request.getTransaction() instanceof SIPServerTransaction transaction
            && transaction.getLastResponseStatusCode() >= SipServletResponse.SC_OK;
  }

  /** As for any handler that throws: a request without a final response is answered 500. */
  static void failed(SipServletMessage message, String handler, Exception failure) {
    LOG.log(Level.ERROR, handler + " of " + Names.of(message) + " failed", failure);
    answer(message, SipServletResponse.SC_SERVER_INTERNAL_ERROR);
  }

  /** Its session goes: a suspended request is answered 503 (rule A11). */
  static void endWithSession(Suspension suspension) {
    if (suspension.abandon(Problem.SESSION_ENDED)) {
      answer(suspension.message(), SipServletResponse.SC_SERVICE_UNAVAILABLE);
    }
  }

  /** Answers a request that has no final response yet. */
  static void answer(SipServletMessage message, int status) {
    if (message instanceof ContainerRequest request
        && request.isReceived()
        && !isAnswered(request)
        && !Request.ACK.equals(request.getMethod())) {
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
