package org.sipasync.container.dispatch;

import javax.servlet.sip.Rel100Exception;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.message.Routing;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.RAck;
import org.sipasync.sip.message.SipRequest;

/** Context of a response to a request of ours: makes its ACK or PRACK, in the right fork. */
final class ReceivedResponse extends SessionContext {
  private boolean pracked;

  ReceivedResponse(DialogSession session) {
    super(session);
  }

  private UacSide side() {
    return SessionAgent.of(session()).uac();
  }

  @Override
  public RequestFacade createAck(ResponseFacade response) {
    SipRequest invite = response.getRequest().message();
    long number = SessionAgent.cseq(invite);
    Acknowledgement acknowledgement = side().acknowledgements().find(number);
    boolean ok = invite.method() == Method.INVITE && response.getStatus() / 100 == 2;
    if (!ok || acknowledgement == null || !acknowledgement.create()) {
      throw new IllegalStateException(
          response.name() + " is not to be acknowledged: no 2xx to INVITE, or it was already");
    }
    response.commit();
    side().onAcknowledged(response);
    SipRequest ack = session().dialog().request(Method.ACK, number);
    AckContext context = new AckContext(session(), acknowledgement);
    return new RequestFacade(ack, context, null, Routing.subsequent(null));
  }

  @Override
  public RequestFacade createPrack(ResponseFacade response) throws Rel100Exception {
    SipRequest invite = response.getRequest().message();
    if (invite.method() != Method.INVITE) {
      throw new Rel100Exception(Rel100Exception.NOT_INVITE);
    }
    long rseq = rseq(response);
    if (pracked) {
      throw new IllegalStateException(response.name() + " has its PRACK already");
    }
    pracked = true;
    response.commit();
    side().onAcknowledged(response);
    SipRequest prack = session().dialog().request(Method.PRACK);
    prack.set(HeaderName.RACK, new RAck(rseq, SessionAgent.cseq(invite), Method.INVITE));
    return side().createRequest(prack);
  }

  private static long rseq(ResponseFacade response) throws Rel100Exception {
    try {
      Long rseq = response.message().get(Headers.RSEQ);
      boolean reliable = response.message().list(Headers.REQUIRE).contains("100rel");
      if (response.getStatus() < 200 && reliable && rseq != null) {
        return rseq;
      }
    } catch (ParseException e) {
      // not a reliable response that anybody could acknowledge
    }
    throw new Rel100Exception(Rel100Exception.NOT_100rel);
  }

  /** Context of an ACK. */
  private static final class AckContext extends SessionContext {
    private final Acknowledgement acknowledgement;

    AckContext(DialogSession session, Acknowledgement acknowledgement) {
      super(session);
      this.acknowledgement = acknowledgement;
    }

    @Override
    public void send(RequestFacade request) {
      request.commit();
      session().touch();
      SessionAgent agent = SessionAgent.of(session());
      if (agent.knownRefreshing() != null) {
        agent.knownRefreshing().onSentAck(request.message());
      }
      UacSide side = agent.uac();
      acknowledgement.send(request.message(), side.exit());
    }
  }
}
