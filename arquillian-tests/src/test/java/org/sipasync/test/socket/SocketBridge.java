package org.sipasync.test.socket;

import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import org.sipasync.test.b2bua.Legs;

/** Calls a registered user by a leg of its own. */
@javax.servlet.sip.annotation.SipServlet(name = "bridge")
public class SocketBridge extends Legs {
  private static final long serialVersionUID = 1L;

  @Override
  protected SipURI peer(SipServletRequest request, String parameter) {
    return Bindings.called(request);
  }
}
