package org.sipasync.container.proxy;

import java.util.Set;
import org.sipasync.container.message.RequestFacade;
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
    return services.routes().key(upstream.received());
  }

  @Override
  public DialogSession sessionOf(RequestFacade request, SipResponse response) {
    return session;
  }

  @Override
  public void start(boolean supervised) {}

  @Override
  public void onAnsweredHere(int status) {
    onFinal(status);
  }

  @Override
  public void onProvisional(DialogSession of, SipResponse response) {}

  @Override
  public void onOk(DialogSession of, SipResponse response) {
    onFinal(response.status());
  }

  @Override
  public void onPassingBy(DialogSession of) {}

  @Override
  public void onBranchFailure(Set<String> tags) {}

  @Override
  public void onFailure(int status) {
    onFinal(status);
  }

  private void onFinal(int status) {
    if (session == null || !session.isValid()) {
      return;
    }
    session.onPassed(method, status, upstream.usage());
    String ended = upstream.endedUsage(status);
    if (ended != null) {
      session.endUsage(ended);
    }
  }

  @Override
  public void end() {
    if (session != null && session.isValid()) {
      services.host().settle(session);
    }
  }
}
