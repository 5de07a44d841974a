package org.sipasync.container.dispatch;

import javax.servlet.sip.SipSession.State;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RefreshTerms;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.Sips;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Lane;
import org.sipasync.sip.locate.OutgoingRequest;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transport.Flow;

/**
 * Client side of one request: sends it and hands its responses to the session they belong to.
 *
 * <pre>
 *   NEW --- send ---> SENT --- final response, timeout: 408 (487 if cancelled), no way: 503 ---> ENDED
 *                      |  ^
 *                      +--+ 1xx; CANCEL goes out
 * </pre>
 */
final class Uac extends SessionContext {
  private enum Progress {
    NEW,
    SENT,
    ENDED
  }

  /**
   * Tasks in a lane beyond which responses are dropped that come again or may be lost: provisional
   * ones (RFC 3262 3), and each 2xx to an INVITE behind the first (RFC 3261 13.3.1.4).
   */
  private static final int MAX_WAITING = 100;

  private final Services services;
  private final Wire wire;
  private final Responses responses;
  private RequestFacade request;
  private Progress progress = Progress.NEW;
  private boolean openOffer;

  /** Session timer that it asks for; null if it asks for none. */
  private RefreshTerms asked;

  private boolean askedAgain;

  /** On the loop only. */
  private OutgoingRequest outgoing;

  Uac(DialogSession session, Services services, Wire wire) {
    super(session);
    this.services = services;
    this.wire = wire;
    this.responses = new Responses(session, services, wire);
  }

  void request(RequestFacade made) {
    request = made;
  }

  RequestFacade request() {
    return request;
  }

  SipRequest message() {
    return request.message();
  }

  boolean isOpen() {
    return progress == Progress.SENT;
  }

  /** True if it makes an offer that no response has answered yet. */
  boolean hasOpenOffer() {
    return openOffer;
  }

  @Override
  public void send(RequestFacade made) {
    if (progress != Progress.NEW || !session().isValid()) {
      throw new IllegalStateException(made.name() + " cannot be sent: its session has ended");
    }
    SessionAgent.of(session()).checkSendable(message());
    progress = Progress.SENT;
    boolean answers = message().method() == Method.PRACK && side().onPrack();
    openOffer = !answers && Offers.isMadeBy(message());
    takeParties();
    ask(Refreshing.ask(session(), made));
    session().dialog().onSend(message());
    made.commit();
    session().touch();
    session().onRequest();
    side().onSent(this, responses);
    if (Usage.endedBy(message()) != null) {
      session().endUsage(Usage.endedBy(message()));
    }
    if (message().method() == Method.BYE) {
      SessionAgent.of(session()).terminateSuspended("BYE");
    }
    transmit();
  }

  private void ask(RefreshTerms terms) {
    asked = terms;
    responses.asked(terms);
  }

  private void transmit() {
    wire.send(
        message(),
        request.routing(),
        session().getApplicationSession(),
        side().exit(),
        new Events(),
        this::complete,
        this::onSent,
        "");
  }

  private UacSide side() {
    return SessionAgent.of(session()).uac();
  }

  private void takeParties() {
    try {
      if (session().getState() == State.INITIAL) {
        session().dialog().parties(message().from(), message().to());
      }
    } catch (ParseException e) {
      throw new IllegalStateException("Bad From or To: " + e.reason());
    }
  }

  /** Completes the request for the listen point that it leaves by. */
  private void complete(SipRequest message, Flow flow) {
    try {
      Sips.secureRoutes(message);
      moveContact(message, flow);
    } catch (ParseException e) {
      throw new IllegalStateException("The container has written this Route or Contact", e);
    }
  }

  /** Gives the Contact scheme, host and port of the listen point. */
  private void moveContact(SipRequest message, Flow flow) throws ParseException {
    if (message.method() == Method.REGISTER || !message.has(HeaderName.CONTACT)) {
      return;
    }
    NameAddr contact = message.get(Headers.CONTACT);
    SipUri here = services.contacts().contact(flow, Sips.isAddressed(message));
    SipUri moved =
        ((SipUri) contact.uri()).withSecure(here.secure()).withHost(here.host(), here.port());
    String transport = here.parameter("transport");
    moved = transport == null ? moved.without("transport") : moved.with("transport", transport);
    NameAddr changed = new NameAddr(contact.displayName(), moved, contact.parameters());
    message.set(HeaderName.CONTACT, changed);
  }

  /** A request that is sent once more is cancelled as the first one was. */
  private void onSent(OutgoingRequest sent) {
    boolean cancelled = outgoing != null && outgoing.isCancelled();
    outgoing = sent;
    if (cancelled) {
      sent.cancel();
    }
  }

  /** Events of the request, whichever server is tried, brought to the lane. */
  private final class Events implements ClientUser {
    /** On the loop only: the first final response is on its way to the lane. */
    private boolean ended;

    @Override
    public void onResponse(SipResponse response) {
      if ((response.status() < 200 || ended) && lane().size() > MAX_WAITING) {
        return;
      }
      ended |= response.status() >= 200;
      Flow flow = outgoing == null ? null : outgoing.flow(); // null if it was refused here
      MessageOrigin origin = flow == null ? services.contacts().origin() : MessageOrigin.of(flow);
      lane()
          .execute(
              services.sessions().lanes().paces().ofResponse(session()),
              () -> onReceived(response, origin));
    }

    @Override
    public void onTimeout() {
      boolean cancelled = outgoing != null && outgoing.isCancelled();
      inLane(() -> onFailure(cancelled ? 487 : 408));
    }

    @Override
    public void onTransportError() {
      inLane(() -> onFailure(503));
    }

    private void inLane(Runnable task) {
      lane().execute(task);
    }

    private Lane lane() {
      return session().getApplicationSession().lane();
    }
  }

  private void onReceived(SipResponse response, MessageOrigin origin) {
    if (response.status() == 422 && asksAgain(response)) {
      return;
    }
    if (response.status() >= 200) {
      end();
    }
    if (response.status() > 100) {
      openOffer &= !Offers.isIn(response) || !isReliable(response);
      responses.onResponse(request, response, origin);
    }
  }

  /** Sends it once more, if only its interval was too short; once. */
  private boolean asksAgain(SipResponse refusal) {
    RefreshTerms longer =
        askedAgain ? null : Refreshing.askAgain(session(), message(), refusal, asked);
    if (longer == null) {
      return false;
    }
    askedAgain = true;
    ask(longer);
    session().dialog().onSend(message());
    request.refreshCredentials();
    transmit();
    return true;
  }

  private static boolean isReliable(SipResponse response) {
    return response.has(HeaderName.RSEQ);
  }

  /** Makes the response that did not come (RFC 3261 8.1.3.1); once. */
  private void onFailure(int status) {
    if (progress == Progress.ENDED) {
      return;
    }
    end();
    SipResponse made = message().response(status);
    responses.onResponse(request, made, services.contacts().origin());
  }

  private void end() {
    progress = Progress.ENDED;
    side().onEnded(this);
  }

  @Override
  public RequestFacade createCancel(RequestFacade invite) {
    if (message().method() != Method.INVITE || progress != Progress.SENT) {
      throw new IllegalStateException(
          invite.name() + " cannot be cancelled: only an INVITE that has no final response can");
    }
    return OutgoingCancel.of(message(), session(), this::cancel);
  }

  /** Cancels an INVITE that nobody awaits the answer of any more. */
  void cancelIfInvite() {
    if (message().method() == Method.INVITE && isOpen()) {
      wire.execute(() -> cancelOnLoop(null));
    }
  }

  /** Sends a CANCEL as soon as it may go, with the Reason that the application has set. */
  void cancel(SipRequest cancel) {
    if (progress == Progress.NEW) {
      withdraw();
      return;
    }
    String reason = cancel.header(HeaderName.REASON);
    wire.execute(() -> cancelOnLoop(reason));
  }

  /** Makes the CANCEL of an INVITE, which may be on its way or still to be sent. */
  RequestFacade createCancel() {
    return progress == Progress.NEW && message().method() == Method.INVITE
        ? OutgoingCancel.of(message(), session(), this::cancel)
        : createCancel(request);
  }

  /** Gives up a request that was never sent: for its session, it is refused. */
  private void withdraw() {
    end();
    session().onRequest();
    session().onResponse(Method.INVITE, 487, true, false, Usage.INVITE);
    request.commit();
    request.abandon("CANCEL");
  }

  private void cancelOnLoop(String reason) {
    if (outgoing != null) {
      outgoing.cancel(reason);
    }
  }
}
