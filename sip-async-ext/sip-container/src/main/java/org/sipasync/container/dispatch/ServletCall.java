package org.sipasync.container.dispatch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.TooManyHopsException;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.Application;
import org.sipasync.container.session.ApplicationContext;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.Method;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;

/** Calls the servlet that handles a session, in its application's context, and cleans up behind. */
final class ServletCall {
  private static final Logger LOG = System.getLogger(ServletCall.class.getName());
  private static final LimitedLog FAILURES = new LimitedLog(LOG);

  /** Stands for what a handler would have thrown whose servlet is destroyed or about to be. */
  private static final IllegalStateException RETIRED =
      new IllegalStateException("The application is being undeployed");

  private ServletCall() {}

  /**
   * Hands a request over; one whose handler throws is answered 500, 491 for glare, 483 for too many
   * hops, 503 if its application goes, or it goes on if a proxy has it.
   */
  static void handle(DialogSession session, Uas uas) {
    RequestFacade request = uas.request();
    if (AccessCheck.holds(session, uas)) {
      return;
    }
    // its CANCEL has the same flow
    boolean isInvite = request.message().method() == Method.INVITE;
    Throwable failure =
        isInvite && uas.flow() instanceof InheritedFlow inherited
            ? goOn(session, request, inherited.call())
            : call(session, request, null);
    if (failure != null && !uas.isPassedOn()) {
      uas.answer(status(failure), "handler failed");
    }
    request.goOn();
    settle(session);
    if (request.message().method() == Method.PRACK) {
      SessionAgent.of(session).afterPrack();
    }
  }

  private static int status(Throwable failure) {
    if (failure == RETIRED) {
      return 503;
    }
    return failure instanceof TooManyHopsException ? 483 : GlareException.status(failure);
  }

  /** Hands a response over; a proxy's goes on upstream. */
  static void handle(DialogSession session, ResponseFacade response) {
    LegSide leg = SessionAgent.of(session).knownLeg();
    if (call(session, null, response) != null && leg != null && session.isValid()) {
      leg.onFailedHandler(response);
    }
    response.goOn();
    settle(session);
  }

  /** Goes on with a request that another node has suspended. */
  private static Throwable goOn(DialogSession session, RequestFacade request, InheritedCall call) {
    return run(session, request, request.name(), () -> call.goOn(request));
  }

  /** Calls the handler; what it has thrown, or null. */
  private static Throwable call(
      DialogSession session, RequestFacade request, ResponseFacade response) {
    Application application = session.getApplicationSession().application();
    SipServlet servlet = application.servlets().get(session.handler());
    SipServletMessage message = request != null ? request : response;
    String what = request != null ? request.name() : response.name();
    return run(session, message, what, () -> servlet.service(request, response));
  }

  private static Throwable run(
      DialogSession session, SipServletMessage message, String what, ApplicationContext.Work work) {
    Application application = session.getApplicationSession().application();
    if (application.context().isRetired()) {
      return RETIRED;
    }
    try {
      application.context().run(message, session.handler(), work);
      return null;
    } catch (Throwable e) { // whatever an application throws: the lane goes on
      String name = session.handler() + " of " + application.name();
      String line = "Servlet " + name + " failed on " + what + ": " + Failures.describe(e);
      FAILURES.log(Level.ERROR, name + " " + e.getClass().getName(), line);
      LOG.log(Level.DEBUG, () -> "Servlet " + name + " failed", e);
      return e;
    }
  }

  /** Invalidates what is ready after a handler. */
  static void settle(DialogSession session) {
    AppSession application = session.getApplicationSession();
    if (application.isValid()) {
      application.settle();
    }
  }
}
