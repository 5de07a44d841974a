package org.sipasync.test.web;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.TimerService;

/** Gets SIP objects before the SIP application has started, for others to use. */
@WebListener
public class BeginListener implements ServletContextListener {
  @Resource private SipFactory factory;

  @Resource(name = "sip/timers")
  private TimerService timers;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    event.getServletContext().setAttribute("early", factory);
    String use;
    try {
      use = factory.createSipURI("a", "b").toString();
    } catch (IllegalStateException e) {
      use = "too early";
    }
    event.getServletContext().setAttribute("use", use + (timers == null ? "" : " with timers"));
  }
}
