package org.sipasync.payara.own;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipSession;
import org.sipasync.Problem;
import org.sipasync.container.dispatch.GlareException;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.DialogSession;
import org.sipasync.payara.server.HandlerContext;
import org.sipasync.payara.server.Names;
import org.sipasync.spi.SipApplicationContext.Handler;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;
import org.sipasync.support.LogText;

/** Runs the resume and cancel routes of one application, each in its session's turn. */
final class MessageRoutes {
  private static final Logger LOG = System.getLogger("org.sipasync");

  private final HandlerContext handlers;
  private final LimitedLog failures = new LimitedLog(LOG);
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

  MessageRoutes(HandlerContext handlers) {
    this.handlers = handlers;
  }

  /**
   * Runs a route in the application's context; a request that it fails on is answered 500, or 491
   * for glare.
   *
   * @param afterwards runs whatever the route has come to
   */
  void run(SipServletMessage message, String name, Handler route, Runnable afterwards) {
    try {
      handlers.run(message, name, route);
      warnIfUnanswered(message, name);
    } catch (Exception e) {
      String line = name + " of " + Names.of(message) + " failed: " + Failures.describe(e);
      failures.log(Level.ERROR, name + " " + e.getClass().getName(), line);
      LOG.log(Level.DEBUG, line, e);
      answerFailed(message, GlareException.status(e));
    } finally {
      afterwards.run();
    }
  }

  /** Rule A6: what an ordinary handler would cause happens, and is said once. */
  private void warnIfUnanswered(SipServletMessage message, String name) {
    if (message instanceof RequestFacade request
        && request.awaitsAnswer()
        && !unanswered.contains(name)
        && !hasOtherLeg(request)
        && unanswered.add(name)) {
      LOG.log(Level.WARNING, Problem.UNANSWERED.message(name, Names.of(message)));
    }
  }

  /** True if a request in another session of its application session may still bring the answer. */
  private static boolean hasOtherLeg(RequestFacade request) {
    SipApplicationSession application = request.getApplicationSession(false);
    if (application == null || !application.isValid()) {
      return false;
    }
    SipSession own = request.getSession(false);
    Iterator<?> sessions = application.getSessions("SIP");
    while (sessions.hasNext()) {
      Object each = sessions.next();
      if (each != own && each instanceof DialogSession other && other.hasPending()) {
        return true;
      }
    }
    return false;
  }

  /** Says, once per method and minute, that an application has never answered a request. */
  void unanswered(String method, String application, String end) {
    String line = Problem.NEVER_ANSWERED.message(LogText.clean(method), application, end);
    failures.log(Level.WARNING, "unanswered " + method, line);
  }

  private static void answerFailed(SipServletMessage message, int status) {
    if (message instanceof RequestFacade request && request.awaitsAnswer()) {
      try {
        request.createResponse(status).send();
      } catch (IOException | IllegalStateException e) {
        LOG.log(Level.DEBUG, "{0} is answered already", Names.of(message));
      }
    }
  }
}
