package org.sipasync.test.spec;

import jakarta.servlet.ServletException;
import java.io.IOException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.SipURI;

/** Selection of application sessions: application keys and encoded URIs. */
@javax.servlet.sip.annotation.SipServlet(name = "targeting")
public class TargetingServlet extends Theme {
  private static final long serialVersionUID = 1L;

  private SipSessionsUtil sessions() {
    return (SipSessionsUtil) getServletContext().getAttribute("javax.servlet.sip.SipSessionsUtil");
  }

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    SipApplicationSession session = request.getApplicationSession();
    switch (what(request)) {
      case "where" -> answer(request, 200, session.getId());
      case "remember" -> {
        session.setAttribute("word", parameter(request, "word"));
        answer(request, 200, "");
      }
      case "recall" -> answer(request, 200, String.valueOf(session.getAttribute("word")));
      case "encode" -> {
        SipURI uri = (SipURI) request.getRequestURI().clone();
        uri.setParameter("do", "where");
        session.encodeURI(uri);
        answer(request, 200, uri + "\n" + session.getId());
      }
      case "byKey" -> answer(request, 200, id(byKey(request, false)));
      case "createByKey" -> answer(request, 200, id(byKey(request, true)));
      case "factoryByKey" ->
          answer(
              request,
              200,
              id(factory().createApplicationSessionByKey(parameter(request, "wanted"))));
      case "byId" ->
          answer(request, 200, id(sessions().getApplicationSessionById(session.getId())));
      default -> answer(request, 404, "");
    }
  }

  private SipApplicationSession byKey(SipServletRequest request, boolean create) {
    return sessions().getApplicationSessionByKey(parameter(request, "wanted"), create);
  }

  private static String id(SipApplicationSession session) {
    return session == null ? "null" : session.getId();
  }
}
