package org.sipasync.test.plain;

import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;

/** A SIP servlet as JSR 289 knows them: in sip.xml, without annotations and without CDI. */
public class PlainServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doOptions(SipServletRequest request) throws IOException {
    request.createResponse(200).send();
  }
}
