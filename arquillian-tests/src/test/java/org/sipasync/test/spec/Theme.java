package org.sipasync.test.spec;

import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;

/**
 * Base of the themes' servlets. Parameters of the Request-URI say what to do: {@code do} names it,
 * {@code mark} names the notes, {@code port} is where the other phone listens.
 */
abstract class Theme extends SipServlet {
  static final String MARK = "mark";
  private static final long serialVersionUID = 1L;

  /** Something that may be refused. */
  interface Attempt {
    void run() throws Exception;
  }

  /** Outcome of an attempt: "ok", or the exception's name. */
  static String outcome(Attempt attempt) {
    try {
      attempt.run();
      return "ok";
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  static String parameter(SipServletRequest request, String name) {
    return ((SipURI) request.getRequestURI()).getParameter(name);
  }

  static String what(SipServletRequest request) {
    String what = request.isInitial() ? parameter(request, "do") : request.getHeader("X-Do");
    return what == null ? "" : what;
  }

  static void answer(SipServletRequest request, int status, String body) throws IOException {
    SipServletResponse response = request.createResponse(status);
    if (!body.isEmpty()) {
      response.setContent(body, "text/plain");
    }
    response.send();
  }

  /** Lets notes of a request's application session go under the request's mark. */
  static SipApplicationSession marked(SipServletRequest request) {
    SipApplicationSession session = request.getApplicationSession();
    Notes.mark(session.getId(), parameter(request, MARK));
    return session;
  }

  static void note(SipApplicationSession session, String note) {
    Notes.ofSession(session.getId(), note);
  }

  final SipFactory factory() {
    return (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
  }

  /** The URI of the phone that the parameter {@code port} names; without it nobody is there. */
  final SipURI callee(SipServletRequest request) {
    String port = parameter(request, "port");
    return callee(port == null ? "9" : port);
  }

  final SipURI callee(String port) {
    SipURI uri = factory().createSipURI("callee", "127.0.0.1");
    uri.setPort(Integer.parseInt(port));
    return uri;
  }

  /** A request of our own to a phone, in the application session of the one that came in. */
  final SipServletRequest own(SipServletRequest cause, String method)
      throws ServletException, ServletParseException {
    SipServletRequest own =
        factory()
            .createRequest(
                marked(cause), method, "sip:" + getServletName() + "@127.0.0.1", "sip:callee@here");
    own.setRequestURI(callee(cause));
    own.getSession().setHandler(getServletName());
    return own;
  }
}
