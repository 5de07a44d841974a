package org.sipasync.test.legacy;

import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Answers with the statuses whose constants other containers' API jars lack. */
public class Helper extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doMessage(SipServletRequest request) throws IOException {
    boolean busy = "busy".equals(request.getHeader("X-Do"));
    request
        .createResponse(
            busy
                ? SipServletResponse.SC_TEMPORARLY_UNAVAILABLE
                : SipServletResponse.SC_DOES_NOT_EXIT_ANYWHERE)
        .send();
  }

  @Override
  protected void doSubscribe(SipServletRequest request) throws IOException {
    request.createResponse(202).send();
  }
}
