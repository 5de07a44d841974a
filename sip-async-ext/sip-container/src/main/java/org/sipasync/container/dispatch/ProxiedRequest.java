package org.sipasync.container.dispatch;

import javax.servlet.sip.Proxy;
import javax.servlet.sip.TooManyHopsException;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.proxy.Proxies;
import org.sipasync.container.proxy.Proxying;
import org.sipasync.container.proxy.Upstream;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;

/** A received request as its proxy sees it. For the session's lane. */
final class ProxiedRequest implements Upstream {
  private final Uas uas;
  private final SipRequest received;
  private final Proxies proxies;
  private Proxying proxying;
  private boolean withinDialog;

  ProxiedRequest(Uas uas, SipRequest received, Proxies proxies) {
    this.uas = uas;
    this.received = received;
    this.proxies = proxies;
  }

  /** The application's proxy; null if there is none and none is to be made. */
  Proxy proxy(boolean create) throws TooManyHopsException {
    if (proxying == null && create) {
      if (!uas.request().isInitial()) {
        throw new IllegalStateException(
            uas.request().name() + " belongs to a dialog with this application");
      }
      checkHops();
      proxying = proxies.of(this);
    }
    return proxying == null ? null : proxying.facade();
  }

  private void checkHops() throws TooManyHopsException {
    try {
      if (received.maxForwards() == 0) {
        throw new TooManyHopsException(uas.request().name() + " has no hops left");
      }
    } catch (ParseException e) {
      throw new IllegalStateException("Max-Forwards cannot be read: " + e.reason());
    }
  }

  /** Makes the proxy of a request within a proxied dialog. */
  Proxying passOn() {
    withinDialog = true;
    proxying = proxies.within(this);
    return proxying;
  }

  Proxying proxying() {
    return proxying;
  }

  /** True if the application has asked for the proxy. */
  boolean isByApplication() {
    return proxying != null && !withinDialog;
  }

  boolean isPassedOn() {
    return proxying != null && (withinDialog || proxying.isStarted());
  }

  /** Takes a failure of the application into the choice of the best one; false if it is sent. */
  boolean takes(SipResponse response) {
    boolean takes = proxying != null && proxying.isStarted() && response.status() >= 300;
    if (takes) {
      proxying.onVirtualFailure(response);
    }
    return takes;
  }

  /** Takes in that the application has sent a response. */
  void onSent(int status) {
    if (proxying != null && proxying.isStarted() && status / 100 == 2) {
      proxying.onVirtualOk();
    }
  }

  /** Takes in that the request has its final response, by the loop. */
  void end() {
    if (proxying != null && proxying.isStarted()) {
      proxying.onUpstreamEnded();
    }
  }

  @Override
  public RequestFacade request() {
    return uas.request();
  }

  @Override
  public SipRequest received() {
    return received;
  }

  @Override
  public DialogSession session() {
    return uas.session();
  }

  @Override
  public String usage() {
    return Usage.of(received);
  }

  @Override
  public String endedUsage() {
    return Usage.endedBy(received);
  }

  @Override
  public Flow flow() {
    return uas.flow();
  }

  @Override
  public boolean startProxying() {
    return uas.startProxying();
  }

  @Override
  public boolean isAnswered() {
    return uas.isAnswered();
  }

  @Override
  public void pass(SipResponse response) {
    uas.pass(response);
  }

  @Override
  public void passAgain(byte[] ok) {
    uas.passAgain(ok);
  }
}
