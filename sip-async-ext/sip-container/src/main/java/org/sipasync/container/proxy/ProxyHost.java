package org.sipasync.container.proxy;

import java.net.InetSocketAddress;
import java.util.Set;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.Dialog;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Flow;

/** Sessions and servlets as a proxy needs them; the floor above implements it. */
public interface ProxyHost {
  /** Our URI at the listen point of a flow; a sips URI if TLS is asked for on every hop. */
  SipUri address(Flow flow, boolean isSecure);

  /** Our URI where no flow is known. */
  SipUri defaultAddress();

  /** Token for URIs by which requests find the flow again. */
  String flowToken(Flow flow);

  /** True if a URI, as of a Route, leads here. */
  boolean isOwn(SipUri uri);

  /**
   * True if requests can leave from an address.
   *
   * @param address its port may be 0: any
   */
  boolean isInterface(InetSocketAddress address);

  /** Makes a SIP session, in its application session's lane. */
  DialogSession create(AppSession application, Dialog dialog);

  /** Notes that a session's dialog is proxied by us: its requests come back here. */
  void proxied(DialogSession session, ProxiedCall call);

  /**
   * Hands a response to the session's servlet. Unless the servlet suspends it, it goes on ({@link
   * ResponseFacade#goOn}) before this returns.
   */
  void call(DialogSession session, ResponseFacade response);

  /** Invalidates what is ready. */
  void settle(DialogSession session);

  /** Option tags that may stand in Proxy-Require. */
  Set<String> supported();
}
