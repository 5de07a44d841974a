package org.sipasync.test.spec;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Iterator;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;

/** A caller whose call is forked on the way. */
@javax.servlet.sip.annotation.SipServlet(name = "forks")
public class ForksServlet extends Theme {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doMessage(SipServletRequest request) throws ServletException, IOException {
    SipApplicationSession application = marked(request);
    application.setAttribute("what", what(request));
    application.setAttribute("port", parameter(request, "port"));
    SipServletRequest invite = own(request, "INVITE");
    invite.getSession().setAttribute("color", "red");
    invite.send();
    answer(request, 200, "");
  }

  @Override
  protected void doResponse(SipServletResponse response) throws ServletException, IOException {
    SipSession session = response.getSession();
    note(
        response.getApplicationSession(),
        "%d %s tag=%s %s color=%s session=%s sessions=%d"
            .formatted(
                response.getStatus(),
                response.getMethod(),
                response.getTo().getParameter("tag"),
                session.getState(),
                session.getAttribute("color"),
                session.getId(),
                sessions(response.getApplicationSession())));
    super.doResponse(response);
  }

  private static int sessions(SipApplicationSession application) {
    int number = 0;
    for (Iterator<?> all = application.getSessions("SIP"); all.hasNext(); all.next()) {
      number++;
    }
    return number;
  }

  private static boolean does(SipServletResponse response, String what) {
    return response.getMethod().equals("INVITE")
        && what.equals(response.getApplicationSession().getAttribute("what"));
  }

  @Override
  protected void doProvisionalResponse(SipServletResponse response) throws IOException {
    if (does(response, "update")) {
      response.getSession().createRequest("UPDATE").send();
    }
  }

  @Override
  protected void doSuccessResponse(SipServletResponse response) throws IOException {
    if (response.getMethod().equals("INVITE")) {
      response.createAck().send();
    }
    if (does(response, "bye")) {
      response.getSession().createRequest("BYE").send();
    }
  }

  /** Calls once more in the same session, which is INITIAL again. */
  @Override
  protected void doErrorResponse(SipServletResponse response) throws IOException {
    if (does(response, "again")) {
      response.getApplicationSession().setAttribute("what", "");
      SipServletRequest again = response.getSession().createRequest("INVITE");
      again.setRequestURI(callee((String) response.getApplicationSession().getAttribute("port")));
      again.send();
    }
  }
}
