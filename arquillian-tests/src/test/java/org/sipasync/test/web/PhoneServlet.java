package org.sipasync.test.web;

import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsync;
import org.sipasync.functions.sleep.Sleep;

/** Takes MESSAGEs that begin something, and answers with a link to it. */
@javax.servlet.sip.annotation.SipServlet(name = "phone")
public class PhoneServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Inject private transient SipAsync async;

  @Override
  protected void doMessage(SipServletRequest message) throws IOException {
    SipApplicationSession call = message.getApplicationSession();
    call.setAttribute("name", message.getRequestURI().getParameter("name"));
    call.setInvalidateWhenReady(message.getRequestURI().getParameter("stays") == null);
    SipServletResponse ok = message.createResponse(200);
    ok.setContent(
        call.encodeURL(new URL("http://server/web/call?do=who")).getQuery(), "text/plain");
    ok.send();
  }

  @Override
  protected void doSuccessResponse(SipServletResponse ok) throws IOException {
    if (ok.getMethod().equals("INVITE")) {
      ok.createAck().send();
      ok.getApplicationSession().setAttribute("answered", "yes");
    }
  }

  @Override
  protected void doBye(SipServletRequest bye) throws IOException {
    bye.createResponse(200).send();
  }

  /** In a turn of its session: the INVITE leaves after a while. */
  static void dial(SipFactory factory, SipAsync async, SipApplicationSession call, String port)
      throws Exception {
    Address to = factory.createAddress("sip:you@127.0.0.1:" + port);
    SipServletRequest invite =
        factory.createRequest(call, "INVITE", factory.createAddress("sip:web@127.0.0.1"), to);
    async.call(Sleep.of(Duration.ofMillis(1))).before(invite).resume("rested");
  }

  @ResumeRoute("rested")
  void rested(SipServletRequest invite) throws IOException {
    invite.send();
  }
}
