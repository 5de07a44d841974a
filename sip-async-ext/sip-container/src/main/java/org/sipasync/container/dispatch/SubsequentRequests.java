package org.sipasync.container.dispatch;

import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.Routing;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/** Requests within a dialog (RFC 3261 12.2.2, 14.2, 15.1.2). In the lane of the session. */
final class SubsequentRequests {
  private final Services services;

  SubsequentRequests(Services services) {
    this.services = services;
  }

  void dispatch(DialogSession found, SipRequest received, Uas uas) {
    SipRequest message = received.copy();
    DialogSession session = found;
    try {
      if (message.method() == Method.NOTIFY && found.isValid()) {
        session = SessionAgent.of(found).uac().notified(message);
      }
      if (session == null) {
        uas.refuse(message.response(481));
        return;
      }
      wrap(session, message, uas);
      SipResponse refusal = refusal(session, uas);
      if (refusal != null) {
        uas.refuse(refusal);
        return;
      }
      if (Usage.hasContact(message.method())) {
        session.dialog().refreshTarget(message);
      }
    } catch (ParseException e) {
      uas.refuse(message.response(400, e.reason()));
      return;
    }
    accept(session, uas);
  }

  private void wrap(DialogSession session, SipRequest message, Uas uas) throws ParseException {
    Routing routing = Routing.subsequent(OwnRoute.pop(message, services.contacts()));
    uas.request(new RequestFacade(message, uas, MessageOrigin.of(uas.flow()), routing));
    uas.session(session);
  }

  /** Returns the refusal of a request; null if it may go on. */
  private SipResponse refusal(DialogSession session, Uas uas) {
    SipRequest message = uas.message();
    if (!session.isValid()) {
      return message.response(481);
    }
    SessionAgent agent = SessionAgent.of(session);
    if (!session.dialog().acceptCSeq(SessionAgent.cseq(message))) {
      return message.response(500);
    }
    if (agent.mustWait(message)) {
      SipResponse response = message.response(500);
      response.set(HeaderName.RETRY_AFTER, services.random().nextInt(11));
      return response;
    }
    if (agent.collidesWith(message)) {
      return message.response(491);
    }
    if (message.method() == Method.PRACK && !agent.onPrack(uas)) {
      return message.response(481);
    }
    return Refreshing.refusal(session, message);
  }

  private static void accept(DialogSession session, Uas uas) {
    SessionAgent agent = SessionAgent.of(session);
    if (uas.message().method() == Method.BYE && agent.hasSentBye()) {
      uas.refuse(uas.message().response(200)); // the BYEs have crossed: both have hung up
      return;
    }
    agent.onRequest(uas);
    session.touch();
    session.onRequest();
    uas.taken = true;
    String ended = Usage.endedBy(uas.message());
    if (ended != null && uas.message().method() != Method.BYE) {
      session.endUsage(ended);
    }
    if (uas.message().method() == Method.BYE) {
      agent.terminateOpen(uas, 487, "BYE");
    }
    Refreshing refreshing = agent.knownRefreshing();
    if (refreshing != null && refreshing.answers(uas)) {
      ServletCall.settle(session);
      return;
    }
    ServletCall.handle(session, uas);
  }

  /** An ACK: once to the application, and never answered. */
  void onAck(DialogSession session, SipRequest received, Uas uas) {
    SipRequest message = received.copy();
    if (!session.isValid() || !SessionAgent.of(session).onAck(message)) {
      return;
    }
    try {
      wrap(session, message, uas);
    } catch (ParseException e) {
      return; // a Route that cannot be read: the 2xx is acknowledged all the same
    }
    uas.request().commit();
    session.touch();
    Refreshing refreshing = SessionAgent.of(session).knownRefreshing();
    if (refreshing == null || !refreshing.onAck(message)) {
      ServletCall.handle(session, uas);
    }
  }
}
