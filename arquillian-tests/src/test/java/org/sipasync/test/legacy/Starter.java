package org.sipasync.test.legacy;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import javax.servlet.sip.annotation.SipListener;

/** Is told of the application's start. */
@SipListener
public class Starter implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    event.getServletContext().setAttribute("started", "yes");
  }
}
