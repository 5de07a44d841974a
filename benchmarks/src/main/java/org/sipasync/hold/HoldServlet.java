package org.sipasync.hold;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsync;
import org.sipasync.functions.sleep.Sleep;

/**
 * {@code sip:pause@host;ms=170000}: 200 after the pause. {@code sip:proxy@host;to=5070} and {@code
 * sip:bridge@host;to=5070}: forwards the call to ports of this machine. 200 immediately for any
 * other user.
 */
@javax.servlet.sip.annotation.SipServlet(name = "hold", loadOnStartup = 1)
public class HoldServlet extends SipServlet {
  private static final long serialVersionUID = 1L;
  private static final int MAX_MILLIS = 175_000;
  private static final int MARGIN_MILLIS = 2_000;

  @Inject transient SipAsync async;

  @Inject transient Relay relay;

  @Override
  protected void doInvite(SipServletRequest invite) throws IOException, ServletException {
    if (!relay.takes(invite)) {
      handle(invite);
    }
  }

  @Override
  protected void doAck(SipServletRequest ack) throws IOException {
    relay.acknowledge(ack);
  }

  @Override
  protected void doSuccessResponse(SipServletResponse response) throws IOException {
    relay.answered(response);
  }

  @Override
  protected void doOptions(SipServletRequest options) throws IOException {
    handle(options);
  }

  @Override
  protected void doBye(SipServletRequest bye) throws IOException {
    bye.createResponse(SipServletResponse.SC_OK).send();
    relay.hangUp(bye);
  }

  private void handle(SipServletRequest request) throws IOException {
    SipURI uri = (SipURI) request.getRequestURI();
    if (!"pause".equals(uri.getUser())) {
      answer(request, SipServletResponse.SC_OK);
      return;
    }
    String text = uri.getParameter("ms");
    int millis = text != null && text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    if (millis < 0 || millis > MAX_MILLIS) {
      answer(request, SipServletResponse.SC_BAD_REQUEST);
      return;
    }
    async
        .call(Sleep.millis(millis))
        .deadline(Duration.ofMillis(millis + MARGIN_MILLIS))
        .resume("held");
  }

  @ResumeRoute("held")
  void held(SipServletRequest request) throws IOException {
    answer(request, SipServletResponse.SC_OK);
  }

  private static void answer(SipServletRequest request, int status) throws IOException {
    request.createResponse(status).send();
    request.getApplicationSession().setInvalidateWhenReady(true);
  }
}
