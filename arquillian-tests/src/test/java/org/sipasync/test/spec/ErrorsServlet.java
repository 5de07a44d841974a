package org.sipasync.test.spec;

import java.io.IOException;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipServletRequest;

/** A callee whose caller acknowledges nothing. */
@javax.servlet.sip.annotation.SipServlet(name = "errors")
public class ErrorsServlet extends Theme {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doInvite(SipServletRequest request) throws IOException {
    marked(request);
    if (what(request).equals("reliable")) {
      try {
        request.createResponse(183).sendReliably();
      } catch (Rel100Exception e) {
        note(request.getApplicationSession(), "reason " + e.getReason());
      }
    } else {
      answer(request, 200, "");
    }
  }

  @Override
  protected void doBye(SipServletRequest bye) throws IOException {
    answer(bye, 200, "");
  }
}
