package org.sipasync.container.proxy;

import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.SipResponse;

/** Session of a request within a proxied dialog, which the request may end. */
final class WithinDialog implements Dialogs {
  private final ProxyServices services;
  private final Upstream upstream;

  /** Null if it is over, and nobody is told any more. */
  private final DialogSession session;

  private final Method method;

  WithinDialog(ProxyServices services, Upstream upstream) {
    this.services = services;
    this.upstream = upstream;
    this.session = upstream.session();
    this.method = upstream.received().method();
  }

  @Override
  public String record() {
    throw new IllegalStateException("Record-Route belongs to requests that make dialogs");
  }

  @Override
  public DialogSession sessionOf(SipResponse response) {
    return session;
  }

  @Override
  public void start(boolean supervised) {}

  @Override
  public void onAcceptedHere() {}

  @Override
  public void onProvisional(DialogSession of, SipResponse response) {}

  @Override
  public void onOk(DialogSession of, SipResponse response, boolean recorded) {
    onFinal(response.status(), true);
  }

  /** A BYE ends its dialog, too, if nobody answers or knows of it (RFC 3261 15.1.1). */
  @Override
  public void onFailure(int status) {
    onFinal(status, method == Method.BYE && (status == 408 || status == 481));
  }

  private void onFinal(int status, boolean ends) {
    if (session == null || !session.isValid()) {
      return;
    }
    session.onResponse(method, status, true, true, upstream.usage());
    if (ends && upstream.endedUsage() != null) {
      session.endUsage(upstream.endedUsage());
    }
  }

  @Override
  public void end() {
    if (session != null && session.isValid()) {
      services.host().settle(session);
    }
  }
}
