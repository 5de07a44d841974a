package org.sipasync.container.dispatch;

import javax.servlet.sip.SipSession.State;
import org.sipasync.container.keepalive.Descriptions;
import org.sipasync.container.keepalive.IntervalTimer;
import org.sipasync.container.keepalive.Negotiation;
import org.sipasync.container.keepalive.SessionInterval;
import org.sipasync.container.message.RefreshTerms;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.KeepAliveSnapshot;
import org.sipasync.jsr359.SessionKeepAlive;
import org.sipasync.jsr359.SessionTimerListener;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/**
 * Session timer of one session at work (RFC 4028): refreshes the dialog, answers the peer's
 * refreshes that change nothing, and ends a dialog that nobody refreshes. For the session's lane.
 */
final class Refreshing implements SessionKeepAlive, IntervalTimer.Events {
  /** Reason that cancel routes get for what was suspended in a dialog that was given up. */
  private static final String REASON = "no session refresh";

  private final DialogSession session;
  private final Wire wire;
  private final IntervalTimer timer;
  private final Descriptions descriptions = new Descriptions();
  private final OwnRefresh refresh;

  /** Terms of the running interval; null before the first. */
  private RefreshTerms terms;

  /** Longest Min-SE of the 422s (RFC 4028 7.4). */
  private int min;

  /** Number of the peer's re-INVITE that was answered here; -1 before the first. */
  private long answered = -1;

  private Callback onRefresh;
  private Callback onExpiry;

  Refreshing(DialogSession session, Services services, Wire wire) {
    this.session = session;
    this.wire = wire;
    this.timer = new IntervalTimer(session, this);
    this.refresh = new OwnRefresh(session, services.random(), timer, descriptions, this::giveUp);
  }

  /**
   * Asks for an interval in a request of ours.
   *
   * @return the terms it was asked for with; null if the dialog gets no timer
   */
  static RefreshTerms ask(DialogSession session, RequestFacade made) {
    SipRequest message = made.message();
    if (!mayNegotiate(session, message.method())) {
      return null;
    }
    Refreshing known = SessionAgent.of(session).knownRefreshing();
    if (!made.refreshTerms().enabled() && (known == null || !known.isRunning())) {
      return null;
    }
    Refreshing refreshing = SessionAgent.of(session).refreshing();
    RefreshTerms wished = refreshing.terms(made.refreshTerms());
    Negotiation.ask(message, wished, refreshing.timer.interval());
    return wished;
  }

  /** An UPDATE before the dialog stands only changes what the INVITE has begun. */
  private static boolean mayNegotiate(DialogSession session, Method method) {
    boolean early = method == Method.UPDATE && session.getState() != State.CONFIRMED;
    return Negotiation.concerns(method) && !early;
  }

  private boolean isRunning() {
    return timer.interval() != null;
  }

  /** Returns what another node needs to go on with it; null if it does not run. */
  KeepAliveSnapshot snapshot() {
    return isRunning()
        ? descriptions.snapshot(timer.interval(), timer.since(), refresh.peerAllowsUpdate())
        : null;
  }

  /** Goes on with a timer of another node. */
  void restore(KeepAliveSnapshot from) {
    descriptions.restore(from);
    refresh.peerAllowsUpdate(from.allowsUpdate());
    timer.resume(new SessionInterval(from.seconds(), from.isOurs()), from.since());
  }

  /** Terms of a message: its own, or those that the dialog has already. */
  private RefreshTerms terms(RefreshTerms wished) {
    boolean known = !wished.enabled() && terms != null;
    return (known ? terms : wished.on()).atLeast(min);
  }

  /**
   * Asks once more for a longer interval, after a 422 (RFC 4028 7.3).
   *
   * @param asked terms of the refused request
   * @return null if the refusal stands
   */
  static RefreshTerms askAgain(
      DialogSession session, SipRequest request, SipResponse refusal, RefreshTerms asked) {
    int longer = Negotiation.minimum(refusal);
    boolean possible = asked != null && session.isValid() && session.getState() != State.EARLY;
    if (!possible || longer <= Negotiation.interval(request)) {
      return null;
    }
    Refreshing refreshing = SessionAgent.of(session).refreshing();
    refreshing.min = Math.max(refreshing.min, longer);
    RefreshTerms again = asked.atLeast(longer);
    Negotiation.ask(request, again, refreshing.timer.interval());
    return again;
  }

  /**
   * Takes in a response that goes on with a request of ours.
   *
   * @param asked terms of the request; null if it asked for no timer
   */
  static void onResponse(
      DialogSession session, SipRequest request, SipResponse response, RefreshTerms asked) {
    boolean ok = response.status() / 100 == 2;
    if (asked == null || !ok && !response.has(HeaderName.RSEQ)) {
      return;
    }
    Refreshing refreshing = SessionAgent.of(session).refreshing();
    refreshing.descriptions.sent(request);
    refreshing.descriptions.received(response);
    if (ok) {
      refreshing.terms = asked;
      refreshing.refresh.notePeer(response);
      refreshing.timer.start(Negotiation.accepted(request, response, asked));
    }
  }

  /** Refusal of a received request that asks for too short an interval; null if it may go on. */
  static SipResponse refusal(DialogSession session, SipRequest request) {
    Refreshing known = SessionAgent.of(session).knownRefreshing();
    RefreshTerms own = session.refreshTerms();
    return refusal(known != null && known.isRunning() ? known.terms(own) : own, request);
  }

  /** Refusal of a received request, as above, before it has a session. */
  static SipResponse refusal(RefreshTerms own, SipRequest request) {
    boolean wanted =
        Negotiation.concerns(request.method())
            && (own.enabled() || Negotiation.isDemanded(request));
    return wanted ? Negotiation.refusal(request, own) : null;
  }

  /**
   * Gives an interval in a response of ours that goes on with a received INVITE or UPDATE.
   *
   * @param wished terms of the response
   */
  static void onAnswer(
      DialogSession session, SipRequest request, SipResponse response, RefreshTerms wished) {
    boolean ok = response.status() / 100 == 2;
    if (!ok && !response.has(HeaderName.RSEQ)) {
      return;
    }
    Refreshing known = SessionAgent.of(session).knownRefreshing();
    boolean running = known != null && known.isRunning();
    if (wished.enabled() || running || Negotiation.isDemanded(request)) {
      SessionAgent.of(session).refreshing().answer(request, response, wished, ok);
    }
  }

  private void answer(SipRequest request, SipResponse response, RefreshTerms wished, boolean ok) {
    descriptions.received(request);
    descriptions.sent(response);
    if (ok && mayNegotiate(session, request.method())) {
      terms = terms(wished);
      refresh.notePeer(request);
      timer.start(Negotiation.give(request, response, terms, timer.interval()));
    }
  }

  /**
   * Answers a refresh of the peer that changes nothing: an UPDATE without a body, or a re-INVITE
   * with the description that the peer has sent last.
   *
   * @return false if the application is to answer
   */
  boolean answers(Uas uas) {
    SipRequest request = uas.message();
    boolean invite = request.method() == Method.INVITE && descriptions.canRepeat();
    boolean update = request.method() == Method.UPDATE && request.bodyLength() == 0;
    boolean repeats = update || invite && descriptions.isRepeated(request);
    if (!repeats || !isRunning() || !isInCall() || !Negotiation.isAsked(request)) {
      return false;
    }
    SipResponse ok = request.response(200);
    uas.prepare(uas.request(), ok);
    if (invite) {
      descriptions.repeat(ok);
      answered = SessionAgent.cseq(request);
    }
    uas.deliver(ok);
    return true;
  }

  /** Takes an ACK; true if it is of a re-INVITE that was answered here. */
  boolean onAck(SipRequest ack) {
    descriptions.received(ack);
    return SessionAgent.cseq(ack) == answered;
  }

  /** Takes in an ACK that the application sends. */
  void onSentAck(SipRequest ack) {
    descriptions.sent(ack);
  }

  private boolean isInCall() {
    return session.isValid() && session.getState() == State.CONFIRMED;
  }

  @Override
  public void refreshDue() {
    if (!isInCall()) {
      timer.stop();
    } else if (onRefresh != null) {
      session.tell(onRefresh);
    } else {
      refresh.send();
    }
  }

  /** Refresh of ours that is under way, perhaps. */
  OwnRefresh own() {
    return refresh;
  }

  @Override
  public void expired() {
    if (isInCall()) {
      giveUp();
    }
  }

  /** Tells the application, and ends the dialog if it does not. */
  private void giveUp() {
    session.tell(SessionTimerListener.class, SessionTimerListener::sessionTimerExpired);
    if (onExpiry != null && session.isValid()) {
      session.tell(onExpiry);
    }
    if (session.isValid() && !SessionAgent.of(session).hasSentBye()) {
      SessionAgent.of(session).terminateOpen(null, 487, REASON);
      HangUp.bye(wire, session.dialog(), SessionAgent.of(session).uac().exit());
      session.endUsage(Usage.INVITE);
    }
  }

  /** Takes in that the session is over. */
  void stop() {
    timer.stop();
  }

  @Override
  public int getExpiration() {
    return isRunning() ? timer.interval().seconds() : 0;
  }

  @Override
  public boolean isRefresher() {
    return isRunning() && timer.interval().isOurs();
  }

  @Override
  public void setRefreshCallback(Callback callback) {
    onRefresh = callback;
  }

  @Override
  public void setExpiryCallback(Callback callback) {
    onExpiry = callback;
  }
}
