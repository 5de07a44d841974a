package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import java.util.Set;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.proxy.ProxiedCall;
import org.sipasync.container.proxy.ProxyHost;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.Dialog;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.FlowId;
import org.sipasync.sip.transport.Transport;

/** Sessions and servlets for proxies. */
final class ServletHost implements ProxyHost {
  private final Services services;
  private final Wire wire;

  ServletHost(Services services, Wire wire) {
    this.services = services;
    this.wire = wire;
  }

  @Override
  public SipUri address(Flow flow, boolean isSecure) {
    return services.contacts().contact(flow, isSecure);
  }

  @Override
  public String flowToken(Flow flow) {
    return services.flows().token(FlowId.of(flow));
  }

  @Override
  public SipUri defaultAddress() {
    return services.contacts().defaultContact();
  }

  @Override
  public boolean isOwn(SipUri uri) {
    return services.contacts().isOwn(uri);
  }

  @Override
  public boolean isInterface(InetSocketAddress address) {
    for (Transport transport : Transport.values()) {
      if (services.contacts().contact(transport, address) != null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public DialogSession create(AppSession application, Dialog dialog) {
    return services
        .sessions()
        .create(application, dialog, made -> new SessionAgent(made, services, wire));
  }

  @Override
  public void proxied(DialogSession session, ProxiedCall call) {
    SessionAgent.of(session).proxied(call);
  }

  @Override
  public void call(DialogSession session, ResponseFacade response) {
    session.touch();
    ServletCall.handle(session, response);
  }

  @Override
  public void settle(DialogSession session) {
    ServletCall.settle(session);
  }

  @Override
  public Set<String> supported() {
    return services.supported();
  }
}
