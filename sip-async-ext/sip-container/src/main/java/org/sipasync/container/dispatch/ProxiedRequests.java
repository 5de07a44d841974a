package org.sipasync.container.dispatch;

import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.Routing;
import org.sipasync.container.outbound.Exit;
import org.sipasync.container.proxy.PoppedRoutes;
import org.sipasync.container.proxy.Proxies;
import org.sipasync.container.proxy.Proxying;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Lane;
import org.sipasync.container.session.Lanes;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transaction.ServerTransaction;

/**
 * Requests within dialogs that were proxied with our Record-Route (RFC 3261 16.4, 16.6): the
 * application sees them, and unless it answers they go on. In the lane of the session.
 */
final class ProxiedRequests {
  private final Proxies proxies;
  private final Lanes lanes;
  private final Wire wire;

  ProxiedRequests(Proxies proxies, Lanes lanes, Wire wire) {
    this.proxies = proxies;
    this.lanes = lanes;
    this.wire = wire;
  }

  /**
   * Handles a request other than ACK.
   *
   * @param session null if it is over: the request goes on without the application
   */
  void dispatch(
      DialogSession session, SipRequest received, ServerTransaction transaction, Uas uas) {
    SipRequest message = received.copy();
    Exit exit;
    try {
      exit = exit(wrap(session, message, uas));
      if (exit == null || message.maxForwards() == 0) {
        uas.refuse(message.response(exit == null ? 430 : 483));
        return;
      }
    } catch (ParseException e) {
      uas.refuse(message.response(400, e.reason()));
      return;
    }
    ProxiedRequest proxied = new ProxiedRequest(uas, received, transaction, wire, proxies);
    uas.proxied(proxied);
    Lane lane = session == null ? lanes.create() : session.getApplicationSession().lane();
    Proxying passing =
        proxied.passOn(lane, exit, session != null && SessionAgent.of(session).isSupervised());
    uas.request().holdBack(() -> forward(passing, uas));
    if (session != null && session.isValid()) {
      accept(session, uas);
    } else {
      uas.request().goOn();
    }
  }

  /** Way to the other side of the call; null if its flow was another process's. */
  private Exit exit(PoppedRoutes popped) {
    return wire.flows().exit(popped.flowToken(), Exit.from(popped.local()));
  }

  private static void forward(Proxying passing, Uas uas) {
    if (!uas.isAnswered()) {
      passing.forward();
    }
  }

  private PoppedRoutes wrap(DialogSession session, SipRequest message, Uas uas)
      throws ParseException {
    PoppedRoutes popped = proxies.pop(message);
    Routing routing = Routing.subsequent(popped.first());
    uas.request(new RequestFacade(message, uas, MessageOrigin.of(uas.flow()), routing));
    uas.session(session);
    return popped;
  }

  private static void accept(DialogSession session, Uas uas) {
    SessionAgent agent = SessionAgent.of(session);
    agent.onRequest(uas);
    session.touch();
    session.onRequest();
    uas.taken = true;
    if (uas.message().method() == Method.BYE) {
      agent.terminateOpen(uas, 487, "BYE");
    }
    ServletCall.handle(session, uas);
  }

  /**
   * Handles the ACK of a 2xx: each goes on, the application sees the first.
   *
   * @param session null if it is over
   */
  void onAck(DialogSession session, SipRequest received, Uas uas) {
    SipRequest message = received.copy();
    Exit exit;
    try {
      exit = exit(wrap(session, message, uas));
      if (exit == null || message.maxForwards() == 0) {
        return;
      }
    } catch (ParseException e) {
      return;
    }
    boolean alive = session != null && session.isValid();
    if (alive && SessionAgent.of(session).onAck(message)) {
      uas.request().commit(); // of a re-INVITE that the application has accepted itself
      session.touch();
      ServletCall.handle(session, uas);
      return;
    }
    uas.request().holdBack(() -> pass(uas.message(), exit));
    if (alive && SessionAgent.of(session).isFirstAck(message)) {
      session.touch();
      ServletCall.handle(session, uas);
    } else {
      uas.request().goOn();
    }
  }

  private void pass(SipRequest ack, Exit exit) {
    try {
      proxies.passAck(ack, exit);
    } catch (ParseException e) {
      return; // nobody can be told that its Route cannot be read
    }
  }
}
