package org.sipasync.test.xml;

import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;

/** Declared in WEB-INF/sip.xml only, and not the main servlet. */
public class OtherServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doMessage(SipServletRequest request) throws IOException {
    request.createResponse(410).send();
  }
}
