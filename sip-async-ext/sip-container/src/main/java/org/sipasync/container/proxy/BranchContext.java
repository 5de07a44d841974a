package org.sipasync.container.proxy;

import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipSession;
import org.sipasync.container.message.MessageContext;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.security.Nonces;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/** Context of a branch's request and responses: the container sends and acknowledges them. */
final class BranchContext implements MessageContext {
  private final Branch branch;
  private final DialogSession session;
  private final boolean intermediate;

  private BranchContext(Branch branch, DialogSession session, boolean intermediate) {
    this.branch = branch;
    this.session = session;
    this.intermediate = intermediate;
  }

  /** Makes the request of a branch, which the application may change until it starts. */
  static RequestFacade request(
      Branch branch, SipRequest message, RequestFacade original, DialogSession session) {
    BranchContext context = new BranchContext(branch, session, false);
    return new RequestFacade(message, context, original.origin(), original.routing());
  }

  /**
   * Makes a response of a branch, which the application may change until it goes upstream.
   *
   * @param intermediate true for a failure that others may be better than
   * @param origin null if it was made here: nobody has answered
   */
  static ResponseFacade response(
      Branch branch,
      SipResponse response,
      DialogSession session,
      MessageOrigin origin,
      boolean intermediate) {
    BranchContext context = new BranchContext(branch, session, intermediate);
    return new ResponseFacade(response, branch.request(), context, origin);
  }

  @Override
  public SipSession session(boolean create) {
    return session;
  }

  @Override
  public SipApplicationSession applicationSession(boolean create) {
    return session == null ? null : session.getApplicationSession();
  }

  @Override
  public ProxyBranch branch() {
    return branch.facade();
  }

  @Override
  public boolean isIntermediate() {
    return intermediate;
  }

  @Override
  public void send(RequestFacade request) {
    throw new IllegalStateException(request.name() + " is sent by proxyTo or startProxy");
  }

  @Override
  public void send(ResponseFacade response) {
    throw new IllegalStateException(response.name() + " goes upstream by itself");
  }

  @Override
  public void sendReliably(ResponseFacade response) {
    send(response);
  }

  @Override
  public void prepare(RequestFacade request, SipResponse response) {
    throw new IllegalStateException(
        request.name() + " is a branch's; answer Proxy.getOriginalRequest()");
  }

  @Override
  public RequestFacade createCancel(RequestFacade request) {
    throw new IllegalStateException(
        request.name() + " is a branch's; cancel it by ProxyBranch.cancel()");
  }

  @Override
  public RequestFacade createAck(ResponseFacade response) {
    throw new IllegalStateException(response.name() + " is proxied; its caller makes the ACK");
  }

  @Override
  public RequestFacade createPrack(ResponseFacade response) throws Rel100Exception {
    throw new IllegalStateException(response.name() + " is proxied; its caller makes the PRACK");
  }

  @Override
  public Nonces nonces() {
    throw new IllegalStateException("A challenge to a proxied request is its caller's to answer");
  }
}
