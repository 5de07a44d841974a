package org.sipasync.container.dispatch;

import javax.servlet.sip.Proxy;
import javax.servlet.sip.TooManyHopsException;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.outbound.Exit;
import org.sipasync.container.proxy.Proxies;
import org.sipasync.container.proxy.Proxying;
import org.sipasync.container.proxy.Upstream;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Lane;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transport.Flow;

/** A received request as its proxy sees it, if it gets one. For the lane of its session. */
final class ProxiedRequest implements Upstream {
  /** Of requests that are never proxied: those of a dialog with an application. */
  static final ProxiedRequest NONE = new ProxiedRequest(null, null, null, null, null);

  private final Uas uas;
  private final SipRequest received;
  private final ServerTransaction transaction;
  private final Wire wire;
  private final Proxies proxies;
  private Lane lane;
  private Proxying proxying;
  private boolean withinDialog;

  /** Origin of the response that is passed on; null if it is made here. */
  private MessageOrigin origin;

  ProxiedRequest(
      Uas uas, SipRequest received, ServerTransaction transaction, Wire wire, Proxies proxies) {
    this.uas = uas;
    this.received = received;
    this.transaction = transaction;
    this.wire = wire;
    this.proxies = proxies;
  }

  /** The application's proxy; null if there is none and none is to be made. */
  Proxy proxy(RequestFacade request, boolean create) throws TooManyHopsException {
    if (proxying == null && create) {
      if (this == NONE) {
        throw new IllegalStateException(
            request.name() + " belongs to a dialog with this application and is not proxied");
      }
      checkHops();
      lane = session().getApplicationSession().lane();
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

  /**
   * Makes the proxy of a request within a proxied dialog.
   *
   * @param turn lane of the request
   * @param exit way that it is to take
   * @param supervised true if the application sees responses
   */
  Proxying passOn(Lane turn, Exit exit, boolean supervised) {
    lane = turn;
    withinDialog = true;
    proxying = proxies.within(this, exit, supervised);
    return proxying;
  }

  /** The proxy; null if there is none. */
  Proxying proxying() {
    return proxying;
  }

  /** True if the application has asked for the proxy. */
  boolean isByApplication() {
    return proxying != null && !withinDialog;
  }

  /** True if a proxy has the final response, or will have it after the handler. */
  boolean isPassedOn() {
    return proxying != null && (withinDialog || proxying.isStarted());
  }

  /**
   * Takes a response of the application over: a failure into the choice of the best one; any that
   * accepts a request which requires what nobody here supports as 420 (RFC 3261 8.2.2.3).
   *
   * @return false if it is to be sent
   * @throws IllegalStateException if it has become a 420: the application has no call
   */
  boolean takes(SipResponse response) {
    int status = response.status();
    boolean accepts = this != NONE && !withinDialog && status > 100 && status < 300;
    SipResponse refusal = accepts ? RequestChecks.unsupported(received, proxies.supported()) : null;
    if (refusal != null) {
      refusal.toTag(uas.localTag());
      uas.deliver(refusal);
      onSent(200);
      throw new IllegalStateException(
          "%s is not accepted but answered %d %s: it requires %s"
              .formatted(
                  uas.request().name(),
                  refusal.status(),
                  refusal.reason(),
                  received.header(HeaderName.REQUIRE)));
    }
    boolean virtual = proxying != null && proxying.isStarted() && status >= 300;
    if (virtual) {
      proxying.onVirtualFailure(response);
    }
    return virtual;
  }

  /** Takes in that the application has sent a response. */
  void onSent(int status) {
    if (proxying != null && proxying.isStarted() && status / 100 == 2) {
      proxying.onVirtualOk();
    }
  }

  /** Takes the effect of an answer of the application on the session of a proxied dialog. */
  boolean applies(int status) {
    if (withinDialog && status >= 200) {
      proxying.onAnsweredHere(status);
    }
    return withinDialog;
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
  public Lane lane() {
    return lane;
  }

  @Override
  public String usage() {
    return Usage.of(received);
  }

  @Override
  public String endedUsage(int status) {
    return Usage.endedBy(received, status);
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
  public void cameFrom(MessageOrigin received) {
    origin = received;
  }

  @Override
  public void pass(SipResponse response) {
    int status = response.status();
    if (status < 200) {
      wire.pass(transaction, status, response.toBytes(), origin);
      return;
    }
    if (status >= 300) {
      response.toTag(uas.localTag());
    }
    uas.close();
    wire.answer(transaction, status, response.toBytes(), uas.localTag(), origin);
    if (session() != null) {
      SessionAgent.of(session()).onPassed(uas);
    }
  }

  @Override
  public void passAgain(byte[] ok) {
    wire.respondAgain(transaction, ok);
  }
}
