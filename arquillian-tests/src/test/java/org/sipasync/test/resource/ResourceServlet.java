package org.sipasync.test.resource;

import jakarta.annotation.Resource;
import java.io.IOException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerService;

/** Asks for the SIP objects as JSR 289 applications do, in a class that is no CDI bean. */
@javax.servlet.sip.annotation.SipServlet(name = "resource")
public class ResourceServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Resource private transient SipFactory factory;
  @Resource private transient TimerService timers;
  @Resource private transient SipSessionsUtil sessions;

  @Override
  protected void doOptions(SipServletRequest request) throws IOException {
    boolean isInjected = factory != null && timers != null && sessions != null;
    factory.createApplicationSession().invalidate();
    request.createResponse(isInjected ? 200 : 500).send();
  }
}
