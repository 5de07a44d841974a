package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import javax.servlet.sip.SipSession.State;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.message.Routing;
import org.sipasync.container.outbound.Exit;
import org.sipasync.container.security.Nonces;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.Uri;
import org.sipasync.sip.transport.FlowId;
import org.sipasync.sip.transport.Transport;

/** Requests of our own in one session. For the session's lane. */
final class UacSide {
  private final DialogSession session;
  private final Services services;
  private final Wire wire;
  private final List<Uac> open = new ArrayList<>(1);
  private final Acknowledgements acknowledgements;
  private InetSocketAddress from;

  /** Flow that the application has chosen; null for none. */
  private FlowId flow;

  private long lastRSeq;
  private Responses subscription;

  /** Number of the last INVITE to which the peer has made an offer, reliably; -1 before. */
  private long offeredTo = -1;

  private boolean peersOffer;
  private Nonces nonces;

  /** 2xx that await their ACK, and the last reliable provisional response. */
  private List<ResponseFacade> unacknowledged = List.of();

  /** Request that the session begins with, until its final response; null before and after. */
  private Uac initial;

  /** Request-URI of the last request outside a dialog: the next one goes there, too. */
  private String target;

  UacSide(DialogSession session, Services services, Wire wire) {
    this.session = session;
    this.services = services;
    this.wire = wire;
    this.acknowledgements = new Acknowledgements(wire);
  }

  RequestFacade createRequest(Method method) {
    SipRequest message = session.dialog().request(method);
    if (target != null && session.getState() == State.INITIAL) {
      try {
        message.uri(Uri.parse(target, "Request-URI"));
      } catch (ParseException e) {
        throw new IllegalStateException(e); // it was sent
      }
    }
    return createRequest(message);
  }

  /** Makes a request that can be sent once. */
  RequestFacade createRequest(SipRequest message) {
    if (Usage.hasContact(message.method()) || message.method() == Method.OPTIONS) {
      message.set(HeaderName.CONTACT, new NameAddr(services.contacts().defaultContact()));
    }
    boolean initial = session.getState() == State.INITIAL;
    Routing routing = initial ? Routing.initialRequest() : Routing.subsequent(null);
    Uac uac = new Uac(session, services, wire);
    if (initial) {
      this.initial = uac;
    }
    RequestFacade request = new RequestFacade(message, uac, null, routing);
    uac.request(request);
    return request;
  }

  void onSent(Uac uac, Responses responses) {
    open.add(uac);
    target = uac == initial ? uac.message().uriText() : null;
    if (uac.message().method() == Method.INVITE) {
      lastRSeq = 0;
      unacknowledged = pending(each -> each.getStatus() >= 200);
    }
    if (Usage.isSubscribing(uac.message())) {
      subscription = responses;
      services.sessions().expectNotify(session, Retransmission.LIFE);
    }
  }

  void onEnded(Uac uac) {
    open.remove(uac);
    if (initial == uac) {
      initial = null;
    }
  }

  /** Request that the session begins with, sent or not; null if there is none without answer. */
  Uac initial() {
    return initial;
  }

  /** Notes a response that is pending until its ACK or PRACK is made. */
  void awaitAcknowledgement(ResponseFacade response) {
    boolean reliable = response.getStatus() < 200;
    peersOffer = reliable && (peersOffer || offers(response));
    List<ResponseFacade> waiting = new ArrayList<>(2);
    waiting.addAll(pending(each -> !reliable || each.getStatus() >= 200));
    waiting.add(response);
    unacknowledged = waiting;
  }

  /** True if a reliable response makes an offer: the first one with a description (RFC 3262 5). */
  private boolean offers(ResponseFacade response) {
    SipRequest invite = response.getRequest().message();
    long number = SessionAgent.cseq(invite);
    boolean offers = number != offeredTo && !Offers.isIn(invite) && Offers.isIn(response.message());
    offeredTo = offers ? number : offeredTo;
    return offers;
  }

  /** Takes in that the ACK or PRACK of a response is made. */
  void onAcknowledged(ResponseFacade response) {
    unacknowledged = pending(each -> each != response);
  }

  /** Responses that await their ACK or PRACK, in the order of their requests. */
  List<ResponseFacade> unacknowledged() {
    return unacknowledged;
  }

  private List<ResponseFacade> pending(Predicate<ResponseFacade> filter) {
    return unacknowledged.isEmpty() ? List.of() : unacknowledged.stream().filter(filter).toList();
  }

  /** Cancels INVITEs that have no final response yet: the session has ended (rule A15). */
  void cancelOpen() {
    for (Uac uac : List.copyOf(open)) {
      uac.cancelIfInvite();
    }
  }

  /**
   * Session of a NOTIFY: this one, or a derived one.
   *
   * @return null if it would be one too many
   * @throws ParseException if its Contact or Record-Route cannot be read
   */
  DialogSession notified(SipRequest notify) throws ParseException {
    boolean known = Objects.equals(notify.fromTag(), session.dialog().remoteTag());
    return known || subscription == null ? session : subscription.onNotify(notify);
  }

  /** True if a request of ours of this method has no final response yet. */
  boolean hasOpen(Method method) {
    for (Uac uac : open) {
      if (uac.message().method() == method) {
        return true;
      }
    }
    return false;
  }

  /** The INVITE of ours without final response; null if there is none. */
  Uac openInvite() {
    for (Uac uac : open) {
      if (uac.message().method() == Method.INVITE) {
        return uac;
      }
    }
    return null;
  }

  /** Requests of ours without final response, in the order of their numbers. */
  List<RequestFacade> unanswered() {
    return open.stream().map(Uac::request).toList();
  }

  /** True if an offer of ours has no answer yet. */
  boolean hasOpenOffer() {
    for (Uac uac : open) {
      if (uac.hasOpenOffer()) {
        return true;
      }
    }
    return false;
  }

  /** True if the peer has made an offer in a reliable response, and its PRACK is still to come. */
  boolean hasPeersOffer() {
    return peersOffer;
  }

  /** Takes in that a PRACK is sent; true if it answers an offer, and so makes none. */
  boolean onPrack() {
    boolean answers = peersOffer;
    peersOffer = false;
    return answers;
  }

  /** ACKs of the INVITEs in this dialog. */
  Acknowledgements acknowledgements() {
    return acknowledgements;
  }

  /**
   * True if a reliable provisional response is the next one, not a repetition. Each INVITE's are
   * numbered afresh (RFC 3262 3, 4).
   */
  boolean acceptRSeq(long rseq) {
    if (lastRSeq != 0 && rseq != lastRSeq + 1) {
      return false;
    }
    lastRSeq = rseq;
    return true;
  }

  Nonces nonces() {
    if (nonces == null) {
      nonces = new Nonces(services.random());
    }
    return nonces;
  }

  /** Via of the listen point that requests leave by unless something else is known. */
  String via() {
    return services.contacts().via();
  }

  /** Way that requests take: the application's choice, else that of the dialog. */
  Exit exit() {
    if (flow != null) {
      return Exit.by(flow);
    }
    return from == null ? SessionAgent.of(session).exit() : Exit.from(from);
  }

  /** Sets the flow that requests go by; null for none. */
  void flow(FlowId chosen) {
    flow = chosen;
  }

  void outboundInterface(InetSocketAddress address) {
    boolean own = false;
    for (var transport : Transport.values()) {
      own |= services.contacts().contact(transport, address) != null;
    }
    if (!own) {
      throw new IllegalArgumentException(address + " is no outbound interface of this container");
    }
    from = address;
  }
}
