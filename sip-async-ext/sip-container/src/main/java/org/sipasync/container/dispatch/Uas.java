package org.sipasync.container.dispatch;

import java.time.Duration;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.TooManyHopsException;
import org.sipasync.container.b2bua.BackToBack;
import org.sipasync.container.keepalive.Negotiation;
import org.sipasync.container.message.ChainedFlow;
import org.sipasync.container.message.RefreshTerms;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.message.Sips;
import org.sipasync.container.message.SurvivableInvite;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.FinalGate;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transport.Flow;

/**
 * Server side of one received request: answers it.
 *
 * <pre>
 *   OPEN --- 1xx ---> OPEN
 *     |
 *     +--- 2xx-6xx sent, CANCEL: 487, BYE in its dialog: 487 ---> ANSWERED
 *     |                                                            ^
 *     +--- proxied ---> PASSED ON --- branches' best response -----+
 * </pre>
 */
final class Uas extends ReceivedContext {
  private final Wire wire;
  private final Contacts contacts;
  private final ServerTransaction transaction;
  private final Flow flow;
  private final String localTag;
  private final long arrived;
  private RequestFacade request;

  /** Next open request of the session: {@link SessionAgent}'s. */
  Uas next;

  /** Set once its session counts it, and awaits its answer. */
  boolean taken;

  /** Set once it is known that its sender may send it. */
  boolean admitted;

  /** Set while that, or the sender of one before it, is found out: the servlet is not told. */
  boolean unheard;

  /** Set once its application acts as a back-to-back user agent, for what made the session. */
  private OriginalRequest original;

  /** Set once a cluster knows it. */
  private StoredInvite stored;

  private boolean answered;
  private boolean offerAnswered;
  private boolean told;
  private boolean held;

  /** Written on the loop, which has answered: nothing the lane sends leaves any more. */
  private volatile boolean ended;

  /** The loop leaves a CANCEL to the proxy. */
  private boolean passedOn;

  private ProxiedRequest proxied = ProxiedRequest.NONE;

  /** Session timer that the application's response wishes for; null before it is sent. */
  private RefreshTerms wished;

  /**
   * Describes a received request.
   *
   * @param transaction null for ACK
   * @param localTag of all responses
   */
  Uas(Wire wire, Contacts contacts, ServerTransaction transaction, Flow flow, String localTag) {
    this.wire = wire;
    this.contacts = contacts;
    this.transaction = transaction;
    this.flow = flow;
    this.localTag = localTag;
    this.arrived = wire == null ? 0 : wire.now();
  }

  /** Makes what sends the request on without an application. */
  Relay relay(SipRequest received) {
    return new Relay(wire, received, transaction, localTag);
  }

  String localTag() {
    return localTag;
  }

  Flow flow() {
    return flow;
  }

  void request(RequestFacade received) {
    request = received;
  }

  RequestFacade request() {
    return request;
  }

  SipRequest message() {
    return request.message();
  }

  /**
   * Same request with another To tag: the dialog of another fork (RFC 3261 12.1.1).
   *
   * @param forkedSession its session
   */
  Uas fork(DialogSession forkedSession) {
    Uas fork = new Uas(wire, contacts, transaction, flow, forkedSession.dialog().localTag());
    fork.request = request;
    fork.session(forkedSession);
    fork.taken = true;
    fork.original = original;
    return fork;
  }

  private SessionAgent agent() {
    return SessionAgent.of(session());
  }

  boolean isAnswered() {
    return answered || ended || original != null && original.isCancelled();
  }

  /** True if the application has not sent its final response. */
  boolean isPending() {
    return !isAnswered() && !held;
  }

  /** True if it makes an offer that no reliable response has answered yet. */
  boolean hasOpenOffer() {
    return !offerAnswered && Offers.isMadeBy(message());
  }

  /** Takes in that this PRACK answers an offer, and so makes none. */
  void answersOffer() {
    offerAnswered = true;
  }

  /** Notes on the loop that a final response has left: 487 for a CANCEL, or 408. */
  void endedOnLoop() {
    ended = true;
  }

  /** Takes the final response for the loop; false if a proxy has it. */
  synchronized boolean endOnLoop() {
    ended = !passedOn;
    return ended;
  }

  /** Takes the final response for a proxy; false if the loop has it. */
  synchronized boolean startProxying() {
    passedOn = !ended;
    return passedOn;
  }

  /** True if a proxy has the final response, or will have it after the handler. */
  boolean isPassedOn() {
    return proxied.isPassedOn();
  }

  void proxied(ProxiedRequest request) {
    proxied = request;
  }

  ProxiedRequest proxied() {
    return proxied;
  }

  @Override
  public Proxy proxy(RequestFacade received, boolean create) throws TooManyHopsException {
    if (create && !isPassedOn()) {
      checkOpen(100);
    }
    return proxied.proxy(received, create);
  }

  /** Makes the application's first use of the helper known to what it may need later. */
  @Override
  public B2buaHelper b2buaHelper() {
    if (proxied.isByApplication()) {
      throw new IllegalStateException(request.name() + " is proxied: it asked for its Proxy");
    }
    boolean answerable = transaction != null && session() != null && session().isValid();
    if (original == null && answerable && request.isInitial() && !isAnswered()) {
      original = agent().leg().original(this);
    }
    return BackToBack.HELPER;
  }

  @Override
  public void prepare(RequestFacade received, SipResponse response) {
    checkOpen(response.status());
    if (response.status() == 100) {
      return;
    }
    response.toTag(localTag);
    if (response.status() < 300 && Usage.hasContact(message().method())) {
      boolean isPossible = contacts.hasTls() || flow.transport().isSecure();
      boolean isSecure = isPossible && Sips.isToBeAnswered(message());
      NameAddr contact = new NameAddr(contacts.contact(flow, isSecure));
      response.set(HeaderName.CONTACT, contact);
    }
  }

  @Override
  public SurvivableInvite survivable() {
    boolean survives =
        transaction != null
            && message().method() == Method.INVITE
            && request.isInitial()
            && flow.isReopenable()
            && !(flow instanceof ChainedFlow);
    if (survives && stored == null) {
      stored = new StoredInvite(this, wire, transaction);
    }
    return stored;
  }

  /** Takes in that its transaction has come from another node, with what holds its answer back. */
  void inherited(FinalGate gate) {
    admitted = true;
    stored = new StoredInvite(this, wire, transaction);
    stored.inherited(gate);
  }

  @Override
  public RefreshTerms refreshTerms() {
    return session() == null ? RefreshTerms.OFF : session().refreshTerms();
  }

  /** RFC 3261, 17.1.2.2: after 64 × T1 nobody waits for the answer to a non-INVITE. */
  @Override
  public Duration remainingLife() {
    if (transaction == null || message().method() == Method.INVITE) {
      return null;
    }
    Duration age = Duration.ofNanos(wire.now() - arrived);
    Duration left = Retransmission.LIFE.minus(age);
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public boolean isEnded() {
    return ended;
  }

  @Override
  public boolean isProxied() {
    return proxied.isByApplication() && proxied.isPassedOn();
  }

  @Override
  public boolean awaitsAnswer() {
    return transaction != null && !isAnswered() && !isPassedOn() && !held && !agent().awaitsPrack();
  }

  void checkOpen(int status) {
    if (transaction == null) {
      throw new IllegalStateException("ACK is not answered");
    }
    if (isAnswered() || held) {
      throw new IllegalStateException(
          request.name() + (ended ? " was cancelled" : " has its final response"));
    }
    if (original != null) {
      original.check(status);
    }
  }

  @Override
  public void send(ResponseFacade response) {
    checkOpen(response.getStatus());
    response.commit();
    if (proxied.takes(response.message())) {
      return;
    }
    noteWish(response);
    held = agent().holdBack(this, response);
    if (!held) {
      deliver(response.message());
    }
    proxied.onSent(response.getStatus());
  }

  private void noteWish(ResponseFacade response) {
    if (Negotiation.concerns(message().method())) {
      wished = response.refreshTerms();
    }
  }

  @Override
  public void sendReliably(ResponseFacade response) throws Rel100Exception {
    checkOpen(response.getStatus());
    if (!proxied.takes(response.message())) {
      noteWish(response);
      agent().provisionals().send(this, response);
      offerAnswered |= Offers.isIn(response.message());
    }
  }

  /** Answers without the application, and ends what is suspended; once. */
  void answer(int status, String why) {
    if (isAnswered() || transaction == null || passedOn) {
      return;
    }
    if (original != null && original.hasOtherOpen(this)) {
      end(status); // the other forks go on; nothing is sent for one of several
      return;
    }
    SipResponse response = message().response(status);
    response.toTag(localTag);
    deliver(response);
    request.abandon(why);
  }

  /** Answers a request whose handling has failed, unless it has its answer. */
  void fail(SipResponse response) {
    if (taken) {
      answer(response.status(), "handling failed");
      ServletCall.settle(session());
    } else if (!isAnswered()) {
      refuse(response);
    }
  }

  /** Answers a request that its session, if it has one, never hears of. */
  void refuse(SipResponse response) {
    told = true;
    answered = true;
    response.toTag(localTag);
    wire.respond(transaction, response.status(), response.toBytes());
  }

  /** Sends a response and takes its effect on the session. */
  void deliver(SipResponse response) {
    int status = response.status();
    if (status >= 200) {
      close();
    }
    if (Negotiation.concerns(message().method())) {
      RefreshTerms terms = wished == null ? refreshTerms() : wished;
      Refreshing.onAnswer(session(), message(), response, terms);
    }
    byte[] bytes = response.toBytes();
    if (status >= 200) {
      wire.answer(transaction, status, bytes, localTag);
    } else {
      wire.respond(transaction, status, bytes);
    }
    if (!proxied.applies(status)) {
      session().onResponse(message().method(), status, status > 100, true, Usage.of(message()));
      hangUp(status);
    }
    agent().onAnswer(this, status, () -> wire.respond(transaction, status, bytes));
    if (original != null && status >= 200) {
      original.onFinal(this, status);
    }
  }

  /** A BYE ends its dialog with any answer but a challenge (RFC 3261 15.1.2). */
  private void hangUp(int status) {
    boolean challenged = status == 401 || status == 407;
    if (message().method() == Method.BYE && status >= 200 && !challenged) {
      session().endUsage(Usage.INVITE);
    }
  }

  /** Sends a response once more. */
  void repeat(SipResponse response) {
    wire.respond(transaction, response.status(), response.toBytes());
  }

  /** Delivers a 2xx that has waited for a PRACK, unless something else has ended the request. */
  void deliverHeld(SipResponse response) {
    held = false;
    if (!isAnswered()) {
      deliver(response);
    }
  }

  /** Notes that the final response has left. */
  void close() {
    answered = true;
    request.commit();
  }

  /** Takes in, in the lane, that the loop has answered; false the second time. */
  boolean onEnded(int status, String why) {
    if (told) {
      return false;
    }
    told = true;
    proxied.end();
    end(status);
    agent().forget(this);
    if (original != null) {
      original.onEnded(status, why);
    }
    request.abandon(why);
    return true;
  }

  /** Ends its dialog without sending anything. */
  void end(int status) {
    close();
    session().onResponse(message().method(), status, true, true, Usage.INVITE);
    agent().onAnswer(this, status, null);
  }

  /** Takes in that the client has given up: nobody has answered in time. */
  void onTimeout() {
    if (!isAnswered()) {
      close();
      proxied.end();
      session().onResponse(message().method(), 500, true, true, Usage.of(message()));
      hangUp(500);
      agent().onAnswer(this, 500, null);
      request.abandon("transaction timeout");
    }
  }

  /** Tells the application's context that it has not answered, unless a proxy had the request. */
  void reportUnanswered(String end) {
    if (!isPassedOn()) {
      session()
          .getApplicationSession()
          .application()
          .context()
          .unanswered(message().method().toString(), end);
    }
  }
}
