package org.sipasync.test.b2bua;

/** A bridged call, and nothing else. */
@javax.servlet.sip.annotation.SipServlet(name = "bridge")
public class BridgeServlet extends Legs {
  private static final long serialVersionUID = 1L;
}
