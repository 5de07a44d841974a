package org.sipasync.sample.page;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import javax.servlet.sip.annotation.SipListener;
import org.eclipse.microprofile.config.ConfigProvider;

/** Logs the page's address when the SIP servlet is up. */
@SipListener
public class StartLine implements SipServletListener {
  private static final Logger LOG = System.getLogger("org.sipasync.sample");

  /** A configuration source of Payara's own: the port that is really listened on. */
  private static final String HTTP_PORT = "payara.instance.http.port";

  @Override
  public void servletInitialized(SipServletContextEvent event) {
    ConfigProvider.getConfig()
        .getOptionalValue(HTTP_PORT, String.class)
        .ifPresent(port -> LOG.log(Level.INFO, "Start page: http://127.0.0.1:{0}/", port));
  }
}
