package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.servlet.sip.SipErrorEvent;
import javax.servlet.sip.SipErrorListener;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.SessionUser;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;

/** User agent of one session: what is under way in it. For the session's lane. */
final class SessionAgent implements SessionUser {
  private final DialogSession session;
  private final ReliableProvisionals provisionals;
  private final Map<Long, Retransmission> unacknowledged = new HashMap<>(2);
  private final UacSide uac;
  private final Set<Uas> open = new LinkedHashSet<>(2);

  SessionAgent(DialogSession session, Services services, Wire wire) {
    this.session = session;
    this.provisionals = new ReliableProvisionals(session, services.random().nextInt(1, 1 << 30));
    this.uac = new UacSide(session, services, wire);
  }

  ReliableProvisionals provisionals() {
    return provisionals;
  }

  UacSide uac() {
    return uac;
  }

  /** Notes a request that the application is to answer. */
  void onRequest(Uas uas) {
    open.add(uas);
  }

  /** True if an INVITE has no final response yet (RFC 3261 14.2). */
  boolean hasOpenInvite() {
    return open.stream().anyMatch(uas -> uas.message().method() == Method.INVITE);
  }

  /** Answers all open requests but one: a BYE, an end of the session (rule A15). */
  void terminateOpen(Uas except, int status, String why) {
    for (Uas uas : List.copyOf(open)) {
      if (uas != except) {
        uas.answer(status, why);
      }
    }
  }

  /**
   * Takes in that a response has left.
   *
   * @param resend sends it once more; null if it needs no repetition
   */
  void onAnswer(Uas uas, int status, Runnable resend) {
    if (status < 200) {
      return;
    }
    open.remove(uas);
    if (uas.message().method() != Method.INVITE) {
      return;
    }
    provisionals.stop();
    if (status < 300) {
      repeatUntilAck(uas, status, resend);
    }
  }

  private void repeatUntilAck(Uas uas, int status, Runnable resend) {
    long number = cseq(uas.message());
    unacknowledged.put(
        number,
        new Retransmission(
            session.getApplicationSession().timers(),
            session.getApplicationSession().lane(),
            resend,
            () -> onNoAck(uas, number, status),
            Retransmission.T2));
  }

  /** Takes back a 2xx that a CANCEL has overtaken on its way to the loop. */
  void forget(Uas uas) {
    Retransmission overtaken = unacknowledged.remove(cseq(uas.message()));
    if (overtaken != null) {
      overtaken.stop();
      if (uas.request().isInitial()) {
        session.endUsage(Usage.INVITE);
      }
    }
  }

  private void onNoAck(Uas uas, long number, int status) {
    unacknowledged.remove(number);
    ResponseFacade response =
        new ResponseFacade(uas.message().response(status), uas.request(), uas, null);
    response.commit();
    SipErrorEvent event = new SipErrorEvent(uas.request(), response);
    session
        .getApplicationSession()
        .application()
        .listeners()
        .fire(SipErrorListener.class, listener -> listener.noAckReceived(event));
    session.getApplicationSession().settle();
  }

  /** Takes an ACK; false if it is a repetition, or for nothing. */
  boolean onAck(SipRequest ack) {
    Retransmission acknowledged = unacknowledged.remove(cseq(ack));
    if (acknowledged == null) {
      return false;
    }
    acknowledged.stop();
    return true;
  }

  static long cseq(SipRequest request) {
    try {
      return request.cseq().number();
    } catch (ParseException e) {
      throw new IllegalStateException(e); // the parser has checked it
    }
  }

  @Override
  public RequestFacade createRequest(String method) {
    return uac.createRequest(Method.of(method));
  }

  @Override
  public void outboundInterface(InetSocketAddress address) {
    uac.outboundInterface(address);
  }

  @Override
  public void onInvalidated() {
    terminateOpen(null, 503, "session invalidated");
    provisionals.stop();
    unacknowledged.values().forEach(Retransmission::stop);
    unacknowledged.clear();
  }
}
