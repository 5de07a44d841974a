package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.Flow;
import javax.servlet.sip.SipSession.State;
import javax.servlet.sip.UAMode;
import org.sipasync.container.b2bua.LegUser;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.outbound.Exit;
import org.sipasync.container.outbound.FlowRoutes;
import org.sipasync.container.proxy.ProxiedCall;
import org.sipasync.container.session.DialogSession;
import org.sipasync.jsr359.SessionKeepAlive;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;

/** User agent of one session: what is under way in it. For the session's lane. */
final class SessionAgent implements LegUser {
  private final DialogSession session;
  private final Services services;
  private final Wire wire;

  /** Requests that have no final response yet, the newest first. */
  private Uas open;

  /** Null until one is sent. */
  private ReliableProvisionals provisionals;

  /** Null before the first. */
  private AcceptedInvites unacknowledged;

  /** Null until the application makes a request. */
  private UacSide uac;

  /** Null unless the session's request was proxied. */
  private ProxiedCall proxied;

  /** Numbers of the last ACKs that a proxied dialog has got, of each side. */
  private long callersAck = -1;

  private long calleesAck = -1;

  /** Null unless the sender of a request is looked up. */
  private AccessCheck check;

  /** Null until the session is a leg of a back-to-back user agent. */
  private LegSide leg;

  /** Null until the dialog has a session timer, or one is asked for. */
  private Refreshing refreshing;

  /** True once another node has the dialog. */
  private boolean isElsewhere;

  /** Origin of the peer's last message from the network; null before the first. */
  private MessageOrigin peer;

  /** User agent of a session, which this package has made. */
  static SessionAgent of(DialogSession session) {
    return (SessionAgent) session.user();
  }

  SessionAgent(DialogSession session, Services services, Wire wire) {
    this.session = session;
    this.services = services;
    this.wire = wire;
  }

  ReliableProvisionals provisionals() {
    if (provisionals == null) {
      int firstRSeq = services.random().nextInt(1, 1 << 30);
      provisionals = new ReliableProvisionals(session, firstRSeq);
    }
    return provisionals;
  }

  /** Takes a PRACK; false if it acknowledges nothing: 481. */
  boolean onPrack(Uas prack) {
    boolean answers = provisionals != null && provisionals.hasOpenOffer();
    boolean taken = provisionals != null && provisionals.onPrack(prack.message());
    if (taken && answers) {
      prack.answersOffer();
    }
    return taken;
  }

  /** Goes on with what waited for a PRACK, after its handler. */
  void afterPrack() {
    if (provisionals != null) {
      provisionals.next();
    }
  }

  /** True if a reliable response waits for its PRACK. */
  boolean awaitsPrack() {
    return provisionals != null && provisionals.isOpen();
  }

  /** Holds a 2xx back until the PRACK of a reliable response; false if it may go. */
  boolean holdBack(Uas uas, ResponseFacade response) {
    return provisionals != null && provisionals.holdBack(uas, response);
  }

  /** The check that holds requests of this session back; null if there is none. */
  AccessCheck check() {
    return check;
  }

  void check(AccessCheck begun) {
    check = begun;
  }

  void proxied(ProxiedCall call) {
    proxied = call;
  }

  /** True if the session's request was proxied. */
  boolean isProxied() {
    return proxied != null;
  }

  /** Numbers of INVITEs whose 2xx awaits its ACK. */
  List<Long> unacknowledged() {
    return unacknowledged == null ? List.of() : unacknowledged.numbers();
  }

  /** Takes in INVITEs that another node has accepted. */
  void unacknowledged(List<Long> numbers) {
    if (numbers != null && !numbers.isEmpty()) {
      unacknowledged = new AcceptedInvites(session);
      numbers.forEach(unacknowledged::add);
    }
  }

  /** True if the application sees responses within the proxied dialog. */
  boolean isSupervised() {
    return proxied == null || proxied.isSupervised();
  }

  /** True for the first ACK of its number that a proxied dialog gets from that side. */
  boolean isFirstAck(SipRequest ack) {
    long number = cseq(ack);
    boolean fromCaller = proxied != null && proxied.isFromCaller(ack);
    boolean first = number > (fromCaller ? callersAck : calleesAck);
    if (first && fromCaller) {
      callersAck = number;
    } else if (first) {
      calleesAck = number;
    }
    return first;
  }

  UacSide uac() {
    if (uac == null) {
      uac = new UacSide(session, services, wire);
    }
    return uac;
  }

  @Override
  public LegSide leg() {
    if (leg == null) {
      leg = new LegSide(session, services, wire);
    }
    return leg;
  }

  /** The session as a leg; null if it is none. */
  LegSide knownLeg() {
    return leg;
  }

  /** Session timer of the dialog, made now if there is none. */
  Refreshing refreshing() {
    if (refreshing == null) {
      refreshing = new Refreshing(session, services, wire);
    }
    return refreshing;
  }

  /** Session timer of the dialog; null if none was asked for. */
  Refreshing knownRefreshing() {
    return refreshing;
  }

  @Override
  public SessionKeepAlive keepAlive() {
    return refreshing();
  }

  @Override
  public List<RequestFacade> activeRequests(UAMode mode) {
    if (mode == UAMode.UAS) {
      return unanswered();
    }
    List<RequestFacade> sent = uac == null ? List.of() : uac.unanswered();
    return refreshing == null
        ? sent
        : sent.stream().filter(request -> !refreshing.own().is(request)).toList();
  }

  /** Requests without final response, in the order of their numbers. */
  List<RequestFacade> unanswered() {
    List<RequestFacade> all = new ArrayList<>(2);
    for (Uas uas = open; uas != null; uas = uas.next) {
      if (uas.isPending()) {
        all.add(0, uas.request());
      }
    }
    return all;
  }

  /** True if a BYE of ours has no response yet. */
  boolean hasSentBye() {
    return uac != null && uac.hasOpen(Method.BYE);
  }

  /** True if a request meets one of ours: 491 (RFC 3261 14.2, RFC 3311 5.2). */
  boolean collidesWith(SipRequest request) {
    Method method = request.method();
    return method == Method.INVITE && uac != null && uac.hasOpen(method)
        || method == Method.UPDATE && Offers.isIn(request) && hasOwnOffer();
  }

  /** True if an offer of ours has no answer yet. */
  private boolean hasOwnOffer() {
    return uac != null && uac.hasOpenOffer() || provisionals != null && provisionals.hasOpenOffer();
  }

  /** Notes a request that the application is to answer. */
  void onRequest(Uas uas) {
    uas.next = open;
    open = uas;
    cameBy(uas.request().origin());
  }

  /** True if a received request of this method has no final response yet. */
  boolean hasOpen(Method method) {
    for (Uas uas = open; uas != null; uas = uas.next) {
      if (uas.message().method() == method) {
        return true;
      }
    }
    return false;
  }

  /** True if an offer of the peer has no answer yet. */
  boolean hasOpenOffer() {
    for (Uas uas = open; uas != null; uas = uas.next) {
      if (uas.hasOpenOffer()) {
        return true;
      }
    }
    return uac != null && uac.hasPeersOffer();
  }

  /**
   * True if a request is to come again later: 500 with Retry-After (RFC 3261 14.2, RFC 3311 5.2).
   */
  boolean mustWait(SipRequest request) {
    Method method = request.method();
    if (method == Method.INVITE) {
      return hasOpen(method);
    }
    return method == Method.UPDATE
        && (hasOpen(method) || Offers.isIn(request) && hasOpenOffer() && !hasOwnOffer());
  }

  /**
   * Refuses what must not be sent now (RFC 3261 14.1, RFC 3311 5.1).
   *
   * @throws IllegalStateException naming what is under way
   */
  void checkSendable(SipRequest request) {
    Method method = request.method();
    boolean inCall = session.getState() != State.INITIAL;
    if (method == Method.INVITE && inCall) {
      boolean early = session.getState() == State.EARLY;
      if (early || hasOpen(method) || uac().hasOpen(method)) {
        throw tooEarly(method, "an INVITE");
      }
    }
    if (method == Method.UPDATE) {
      if (uac().hasOpen(method)) {
        throw tooEarly(method, "an UPDATE");
      }
      if (Offers.isIn(request) && (hasOpenOffer() || hasOwnOffer())) {
        throw tooEarly(method, "an offer");
      }
    }
  }

  private static IllegalStateException tooEarly(Method method, String what) {
    return new GlareException(
        method + " cannot be sent while " + what + " of its dialog is open; send it later");
  }

  /** Answers what is suspended in a dialog that we end (rule A15). */
  void terminateSuspended(String why) {
    for (RequestFacade request : unanswered()) {
      if (request.isSuspended()) {
        uas(request).answer(487, why);
      }
    }
  }

  private Uas uas(RequestFacade request) {
    Uas uas = open;
    while (uas.request() != request) {
      uas = uas.next;
    }
    return uas;
  }

  /** Answers all open requests but one: a BYE, an end of the session (rule A15). */
  void terminateOpen(Uas except, int status, String why) {
    List<Uas> all = new ArrayList<>(2);
    for (Uas uas = open; uas != null; uas = uas.next) {
      all.add(0, uas);
    }
    for (Uas uas : all) {
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
    close(uas);
    if (uas.message().method() != Method.INVITE) {
      return;
    }
    if (provisionals != null) {
      provisionals.stop();
    }
    if (status < 300) {
      if (unacknowledged == null) {
        unacknowledged = new AcceptedInvites(session);
      }
      unacknowledged.add(uas, status, resend);
    }
  }

  /** Takes in that a proxy has sent the final response. */
  void onPassed(Uas uas) {
    close(uas);
    if (provisionals != null && uas.message().method() == Method.INVITE) {
      provisionals.stop();
    }
  }

  private void reportOpen() {
    for (Uas uas = open; uas != null; uas = uas.next) {
      if (!uas.isAnswered()) {
        uas.reportUnanswered("its session has expired");
      }
    }
  }

  private void close(Uas uas) {
    if (open == uas) {
      open = uas.next;
    } else {
      for (Uas before = open; before != null; before = before.next) {
        if (before.next == uas) {
          before.next = uas.next;
        }
      }
    }
    uas.next = null;
  }

  /** Takes back a 2xx that a CANCEL has overtaken on its way to the loop. */
  void forget(Uas uas) {
    if (unacknowledged != null && unacknowledged.onAck(cseq(uas.message()))) {
      if (uas.request().isInitial()) {
        session.endUsage(Usage.INVITE);
      }
    }
  }

  /** Takes an ACK; false if it is a repetition, or for nothing. */
  boolean onAck(SipRequest ack) {
    return unacknowledged != null && unacknowledged.onAck(cseq(ack));
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
    if (proxied != null && !proxied.isAcceptedHere()) {
      throw new IllegalStateException(
          session + " is proxied: its requests are those of caller and callee");
    }
    return uac().createRequest(Method.of(method));
  }

  /** Notes how a message of the dialog has come: its requests leave from there. */
  void cameBy(MessageOrigin origin) {
    if (origin != null && !origin.isChained()) {
      peer = origin;
    }
  }

  @Override
  public Flow flow() {
    return peer == null
        ? null
        : wire.flows().known(peer.flow(), session.getApplicationSession().application());
  }

  @Override
  public void flow(Flow flow) {
    uac().flow(flow == null ? null : wire.flows().id(flow));
  }

  /** Way of the dialog's requests: where its messages come in, by their flow if need be. */
  Exit exit() {
    if (peer == null) {
      return Exit.ANY;
    }
    boolean isBound =
        session.dialog().routeSet().isEmpty()
            && FlowRoutes.isBound(peer.flow().transport(), session.dialog().remoteTarget());
    return isBound ? Exit.by(peer.flow()) : Exit.from(peer.local());
  }

  @Override
  public void outboundInterface(InetSocketAddress address) {
    uac().outboundInterface(address);
  }

  /** Ends what is under way without a word: another node has the dialog. */
  void discard() {
    isElsewhere = true;
    for (Uas uas = open; uas != null; uas = open) {
      if (!uas.onEnded(503, "another server has it")) {
        close(uas);
      }
    }
  }

  @Override
  public void onRetired() {
    terminateOpen(null, 503, "session invalidated");
  }

  @Override
  public void onInvalidated() {
    if (session.getApplicationSession().isExpired()) {
      reportOpen();
    }
    terminateOpen(null, 503, "session invalidated"); // none if it is elsewhere
    if (leg != null) {
      leg.end();
    }
    if (refreshing != null) {
      refreshing.stop();
    }
    if (uac != null && !isElsewhere) {
      uac.cancelOpen();
    }
    if (proxied != null) {
      proxied.onInvalidated(session);
    }
    if (provisionals != null) {
      provisionals.stop();
    }
    if (unacknowledged != null) {
      unacknowledged.stop();
    }
  }
}
