package org.sipasync.test.web;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.servlet.sip.ConvergedHttpSession;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerService;
import org.sipasync.SipAsync;
import org.sipasync.SipSessions;

/** HTTP side of the application: does what {@code do} says, in all ways of the servlet API. */
@WebServlet(urlPatterns = "/call", asyncSupported = true)
public class CallServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Resource private transient SipFactory factory;
  @Resource private transient TimerService timers;
  @Resource private transient SipSessionsUtil util;
  @Inject private transient SipFactory injected;
  @Inject private transient SipAsync async;
  @Inject private transient SipSessions sessions;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    try {
      String text = answer(request, response, String.valueOf(request.getParameter("do")));
      if (text != null) {
        response.getWriter().print(text);
      }
    } catch (RuntimeException | IOException | ServletException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  private String answer(HttpServletRequest request, HttpServletResponse response, String what)
      throws Exception {
    switch (what) {
      case "objects":
        return objects();
      case "listener":
        SipFactory early = (SipFactory) getServletContext().getAttribute("early");
        return getServletContext().getAttribute("use") + ", now " + early.createSipURI("a", "b");
      case "who":
        return who(request.getSession());
      case "name":
        request.getSession().setAttribute("name", request.getParameter("name"));
        application(request).setAttribute("name", request.getParameter("name"));
        return "named";
      case "login":
        return request.getSession().getId() + " " + request.changeSessionId();
      case "logout":
        request.getSession().invalidate();
        return "out";
      case "hangup":
        return finish(request);
      case "forward":
        request.getRequestDispatcher("/call?do=who").forward(request, response);
        return null;
      case "include":
        request.getRequestDispatcher("/call?do=who").include(request, response);
        return null;
      case "async":
        AsyncContext context = request.startAsync();
        context.start(() -> complete(context));
        return null;
      case "dispatch":
        request.startAsync().dispatch("/call?do=who");
        return null;
      case "error":
        if (request.getDispatcherType() == DispatcherType.ERROR) {
          return who(request.getSession());
        }
        response.sendError(418);
        return null;
      case "url":
        return ((ConvergedHttpSession) request.getSession()).encodeURL("/call?do=who", "http");
      case "dial":
        return dial(request, request.getParameter("port"));
      case "answered":
        return String.valueOf(application(request).getAttribute("answered"));
      case "notes":
        return String.join(", ", Notes.ALL);
      default:
        return who(request.getSession());
    }
  }

  private String objects() throws NamingException {
    InitialContext naming = new InitialContext();
    boolean all =
        factory != null
            && timers != null
            && util != null
            && injected.createApplicationSession() != null
            && getServletContext().getAttribute(SipServlet.SIP_FACTORY) == factory
            && getServletContext().getAttribute(SipServlet.TIMER_SERVICE) == timers
            && getServletContext().getAttribute(SipServlet.SIP_SESSIONS_UTIL) == util
            && naming.lookup("java:comp/env/sip/web/SipFactory") == factory
            && naming.lookup("java:comp/env/sip/web/TimerService") == timers
            && naming.lookup("java:comp/env/sip/web/SipSessionsUtil") == util;
    return all ? "all" : "some are missing";
  }

  private static SipApplicationSession application(HttpServletRequest request) {
    return ((ConvergedHttpSession) request.getSession()).getApplicationSession();
  }

  /** Name of the application session, and whether both know each other. */
  private String who(HttpSession session) {
    SipApplicationSession call = ((ConvergedHttpSession) session).getApplicationSession();
    boolean known =
        call.getSession(session.getId(), SipApplicationSession.Protocol.HTTP) == session
            && call.getSessions("HTTP").next() == session
            && util.getApplicationSessionById(call.getId()) == call;
    return call.getAttribute("name") + (known ? " known" : " unknown");
  }

  private void complete(AsyncContext context) {
    try {
      HttpServletRequest request = (HttpServletRequest) context.getRequest();
      context.getResponse().getWriter().print(who(request.getSession()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      context.complete();
    }
  }

  private String finish(HttpServletRequest request) throws Exception {
    SipApplicationSession call = application(request);
    return sessions
        .call(
            call,
            () -> {
              call.invalidate();
              return "hung up";
            })
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private String dial(HttpServletRequest request, String port) throws Exception {
    SipApplicationSession call = application(request);
    sessions
        .run(call, () -> PhoneServlet.dial(factory, async, call, port))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
    return "dialled";
  }
}
