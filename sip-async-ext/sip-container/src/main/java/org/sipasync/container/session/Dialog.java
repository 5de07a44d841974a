package org.sipasync.container.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sipasync.container.message.Sips;
import org.sipasync.sip.message.CSeq;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;

/**
 * Dialog state (RFC 3261 12): tags, parties, route set, remote target, sequence numbers. Kept as
 * texts, which are small, and parsed when a request is created. For the lane of its session.
 */
public final class Dialog {
  private final String callId;

  /** Request from which parties, target and routes are read on demand; null afterwards. */
  private SipRequest source;

  private String local;
  private String remote;
  private String localTag;
  private String remoteTag;
  private String remoteTarget;
  private List<String> routeSet = List.of();
  private long localCSeq;

  /** True once a request had a sips Request-URI: then all of ours have (RFC 5630 5.1.1). */
  private boolean isSecure;

  private long lastSent;
  private long remoteCSeq = -1;

  private Dialog(String callId) {
    this.callId = callId;
  }

  private void remote(NameAddr party, String text) {
    remote = text;
    remoteTag = party.tag();
  }

  /**
   * Creates the dialog of a received request (12.1.1).
   *
   * @param request without a To tag; its headers must no longer change
   * @throws ParseException if it creates a dialog and its Contact or Record-Route is malformed;
   *     other requests are parsed on demand
   */
  public static Dialog asUas(SipRequest request, String localTag) throws ParseException {
    Dialog dialog = new Dialog(request.callId());
    dialog.localTag = localTag;
    dialog.remoteTag = request.fromTag();
    dialog.remoteCSeq = request.cseq().number();
    dialog.isSecure = Sips.isRequested(request);
    if (SessionState.makesDialog(request.method())) {
      request.get(Headers.CONTACT);
      request.list(Headers.RECORD_ROUTE);
    }
    dialog.source = request;
    return dialog;
  }

  /** Copies the needed parts of its request and drops the request. Idempotent. */
  void detach() {
    if (source == null) {
      return;
    }
    SipRequest request = source;
    source = null;
    local = request.header(HeaderName.TO) + ";tag=" + localTag;
    remote = request.header(HeaderName.FROM);
    try {
      remoteTarget = request.from().uri().toString();
      routeSet = texts(request.list(Headers.RECORD_ROUTE));
      refreshTarget(request);
    } catch (ParseException e) {
      remoteTarget = null; // of a request that makes no dialog: told if the application makes one
    }
  }

  /**
   * Creates the dialog of a request to be sent; a response sets its remote tag.
   *
   * @param from with our tag
   * @param to without a tag
   */
  public static Dialog asUac(String callId, NameAddr from, NameAddr to) {
    Dialog dialog = new Dialog(callId);
    dialog.parties(from, to);
    dialog.remoteTarget = to.uri().toString();
    return dialog;
  }

  /** Sets the parties to those of a first request that the application has changed. */
  public void parties(NameAddr from, NameAddr to) {
    detach();
    local = from.toString();
    localTag = from.tag();
    remote(to, to.toString());
  }

  /** Creates a dialog that another node has begun. */
  static Dialog of(DialogSnapshot snapshot) {
    Dialog dialog = new Dialog(snapshot.callId());
    dialog.local = snapshot.local();
    dialog.remote = snapshot.remote();
    dialog.localTag = snapshot.localTag();
    dialog.remoteTag = snapshot.remoteTag();
    dialog.remoteTarget = snapshot.remoteTarget();
    dialog.routeSet = List.copyOf(snapshot.routeSet());
    dialog.localCSeq = snapshot.localCSeq();
    dialog.lastSent = snapshot.lastSent();
    dialog.remoteCSeq = snapshot.remoteCSeq();
    dialog.isSecure = snapshot.isSecure();
    return dialog;
  }

  /** Returns the present state for another node. */
  DialogSnapshot snapshot() {
    detach();
    return new DialogSnapshot(
        callId,
        local,
        remote,
        localTag,
        remoteTag,
        remoteTarget,
        List.copyOf(routeSet),
        localCSeq,
        lastSent,
        remoteCSeq,
        isSecure);
  }

  private static List<String> texts(List<NameAddr> routes) {
    return routes.isEmpty() ? List.of() : routes.stream().map(NameAddr::toString).toList();
  }

  /** Returns another dialog of the same request, with another peer (13.2.2.4): a fork. */
  public Dialog fork() {
    Dialog fork = new Dialog(callId);
    fork.parties(local(), withoutTag(remote()));
    fork.remoteTarget = remoteTarget;
    fork.localCSeq = localCSeq;
    fork.isSecure = isSecure;
    fork.lastSent = lastSent;
    return fork;
  }

  private static NameAddr withoutTag(NameAddr party) {
    return new NameAddr(party.displayName(), party.uri(), party.parameters().without("tag"));
  }

  /**
   * Applies a response to the dialog's request (12.1.2).
   *
   * @throws ParseException if Contact or Record-Route cannot be read
   */
  public void establish(SipResponse response) throws ParseException {
    List<NameAddr> routes = new ArrayList<>(response.list(Headers.RECORD_ROUTE));
    Collections.reverse(routes);
    detach();
    remote(response.to(), response.header(HeaderName.TO));
    routeSet = texts(routes);
    refreshTarget(response);
  }

  /**
   * Applies a NOTIFY that arrives before the 2xx of its SUBSCRIBE (RFC 6665 4.4.1).
   *
   * @throws ParseException if Contact or Record-Route cannot be read
   */
  public void establish(SipRequest notify) throws ParseException {
    remote(notify.from(), notify.header(HeaderName.FROM));
    routeSet = texts(notify.list(Headers.RECORD_ROUTE));
    refreshTarget(notify);
  }

  /**
   * Forgets the peer, which has refused: the next request is like the first (JSR 289 6.2).
   *
   * @param target Request-URI of the request that was refused
   */
  public void reset(String target) {
    NameAddr party = withoutTag(remote());
    remote(party, party.toString());
    remoteTarget = target;
    routeSet = List.of();
  }

  /** Applies the Contact of a target refresh (12.2). */
  public void refreshTarget(SipMessage message) throws ParseException {
    detach();
    NameAddr contact = message.get(Headers.CONTACT);
    if (contact != null && !contact.star()) {
      remoteTarget = contact.uri().toString();
    }
  }

  /**
   * Checks the order of a received request and remembers its number (12.2.2).
   *
   * @return false if a later one has arrived before; answer 500
   */
  public boolean acceptCSeq(long number) {
    if (number < remoteCSeq) {
      return false;
    }
    remoteCSeq = number;
    return true;
  }

  /**
   * Gives the next number to a request that is about to be sent, if its number or a later one has
   * been used (12.2.1.1).
   *
   * @param request made by {@link #request(Method)}
   */
  public void onSend(SipRequest request) {
    isSecure |= Sips.isRequested(request);
    long number = number(request);
    if (number <= lastSent) {
      number = ++localCSeq;
      request.set(HeaderName.CSEQ, new CSeq(number, request.method()));
    }
    lastSent = number;
  }

  private static long number(SipRequest request) {
    try {
      return request.cseq().number();
    } catch (ParseException e) {
      throw new IllegalStateException("The container has written this CSeq", e);
    }
  }

  /** Creates the next request of the dialog. */
  public SipRequest request(Method method) {
    return request(method, ++localCSeq);
  }

  /** Creates a request with a used number: the ACK of a 2xx. */
  public SipRequest request(Method method, long number) {
    detach();
    Target target =
        isSecure
            ? target(Sips.secure(remoteTarget()), routeSet().stream().map(Sips::secure).toList())
            : target(remoteTarget(), routeSet());
    SipRequest request = new SipRequest(method, target.requestUri());
    request.add(HeaderName.MAX_FORWARDS, "70");
    for (NameAddr route : target.routes()) {
      request.add(HeaderName.ROUTE, route);
    }
    request.add(HeaderName.FROM, local);
    request.add(HeaderName.TO, remote);
    request.add(HeaderName.CALL_ID, callId);
    request.add(HeaderName.CSEQ, new CSeq(number, method));
    return request;
  }

  private record Target(Uri requestUri, List<NameAddr> routes) {}

  /** Computes Request-URI and Routes (12.2.1.1), also for a strict first route. */
  private static Target target(Uri remoteTarget, List<NameAddr> all) {
    Uri uri = remoteTarget instanceof SipUri sip ? sip.withoutHeaders() : remoteTarget;
    if (all.isEmpty()) {
      return new Target(uri, all);
    }
    if (!(all.get(0).uri() instanceof SipUri first) || first.loose()) {
      return new Target(uri, all);
    }
    List<NameAddr> routes = new ArrayList<>(all.subList(1, all.size()));
    routes.add(new NameAddr(uri));
    return new Target(first.withoutHeaders().without("method"), routes);
  }

  public String callId() {
    return callId;
  }

  public NameAddr local() {
    detach();
    return read(local);
  }

  public NameAddr remote() {
    detach();
    return read(remote);
  }

  public String localTag() {
    return localTag;
  }

  /** Returns the peer's tag; null until it is known. */
  public String remoteTag() {
    return remoteTag;
  }

  /**
   * Returns the target of requests to the peer.
   *
   * @throws IllegalStateException if the peer's Contact is malformed
   */
  public Uri remoteTarget() {
    detach();
    if (remoteTarget == null) {
      throw new IllegalStateException("Contact of the peer's request cannot be read");
    }
    try {
      return Uri.parse(remoteTarget);
    } catch (ParseException e) {
      throw unreadable(e);
    }
  }

  public List<NameAddr> routeSet() {
    detach();
    return routeSet.stream().map(Dialog::read).toList();
  }

  private static NameAddr read(String text) {
    try {
      return NameAddr.parse(text);
    } catch (ParseException e) {
      throw unreadable(e);
    }
  }

  private static IllegalStateException unreadable(ParseException e) {
    return new IllegalStateException(
        "From, To or Route of the dialog cannot be read: " + e.reason());
  }
}
