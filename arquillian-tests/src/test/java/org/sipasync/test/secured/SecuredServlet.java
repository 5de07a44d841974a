package org.sipasync.test.secured;

import jakarta.ejb.EJBAccessException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.Principal;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Says who has sent a request. */
public class SecuredServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Inject private Vault vault;

  /** Role at the servlet's beginning. */
  private String atInit;

  @Override
  public void init() {
    atInit = open();
  }

  private String open() {
    try {
      return vault.open();
    } catch (EJBAccessException e) {
      return "shut";
    }
  }

  @Override
  protected void doRequest(SipServletRequest request) throws IOException {
    if (request.getMethod().equals("ACK")) {
      return;
    }
    SipServletResponse ok = request.createResponse(200);
    Principal user = request.getUserPrincipal();
    ok.setHeader(
        "X-Who",
        "%s %s staff=%s chief=%s"
            .formatted(
                request.getRemoteUser(),
                user == null ? "none" : user.getName(),
                request.isUserInRole("staff"),
                request.isUserInRole("CHIEF")));
    ok.setHeader("X-Vault", "%s %s, at init %s".formatted(vault.who(), open(), atInit));
    ok.send();
  }
}
