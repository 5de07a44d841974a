package org.sipasync.container.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
 * Dialog state of RFC 3261 12: tags, parties, route set, remote target, sequence numbers. For the
 * lane of its session.
 */
public final class Dialog {
  private final String callId;
  private NameAddr local;
  private NameAddr remote;
  private Uri remoteTarget;
  private List<NameAddr> routeSet = List.of();
  private long localCSeq;
  private long remoteCSeq = -1;

  private Dialog(String callId, NameAddr local, NameAddr remote) {
    this.callId = callId;
    this.local = local;
    this.remote = remote;
  }

  /**
   * Dialog of a received request (12.1.1).
   *
   * @throws ParseException if Contact or Record-Route cannot be read
   */
  public static Dialog asUas(SipRequest request, String localTag) throws ParseException {
    NameAddr to = request.to();
    NameAddr local = to.tag() == null ? to.with("tag", localTag) : to;
    Dialog dialog = new Dialog(request.callId(), local, request.from());
    dialog.routeSet = request.list(Headers.RECORD_ROUTE);
    dialog.remoteCSeq = request.cseq().number();
    dialog.refreshTarget(request);
    return dialog;
  }

  /**
   * Dialog of a request that is to be sent; its remote tag comes with a response.
   *
   * @param from with our tag
   * @param to without a tag
   */
  public static Dialog asUac(String callId, NameAddr from, NameAddr to) {
    Dialog dialog = new Dialog(callId, from, to);
    dialog.remoteTarget = to.uri();
    return dialog;
  }

  /** Takes the parties of a first request as the application has changed them. */
  public void parties(NameAddr from, NameAddr to) {
    local = from;
    remote = to;
  }

  /** The same request's dialog with another peer (13.2.2.4): a fork. */
  public Dialog fork() {
    Dialog fork = new Dialog(callId, local, withoutTag(remote));
    fork.remoteTarget = remoteTarget;
    fork.localCSeq = localCSeq;
    return fork;
  }

  private static NameAddr withoutTag(NameAddr party) {
    return new NameAddr(party.displayName(), party.uri(), party.parameters().without("tag"));
  }

  /**
   * Takes over what a response to the dialog's request says (12.1.2).
   *
   * @throws ParseException if Contact or Record-Route cannot be read
   */
  public void establish(SipResponse response) throws ParseException {
    remote = response.to();
    List<NameAddr> routes = new ArrayList<>(response.list(Headers.RECORD_ROUTE));
    Collections.reverse(routes);
    routeSet = List.copyOf(routes);
    refreshTarget(response);
  }

  /**
   * Takes over what a NOTIFY says that comes before the 2xx of its SUBSCRIBE (RFC 6665 4.4.1).
   *
   * @throws ParseException if Contact or Record-Route cannot be read
   */
  public void establish(SipRequest notify) throws ParseException {
    remote = notify.from();
    routeSet = notify.list(Headers.RECORD_ROUTE);
    refreshTarget(notify);
  }

  /** Forgets the peer, since it has refused: the next request is as the first (JSR 289 6.2). */
  public void reset() {
    remote = withoutTag(remote);
    remoteTarget = remote.uri();
    routeSet = List.of();
  }

  /** Takes the Contact of a target refresh (12.2). */
  public void refreshTarget(SipMessage message) throws ParseException {
    NameAddr contact = message.get(Headers.CONTACT);
    if (contact != null && !contact.star()) {
      remoteTarget = contact.uri();
    }
  }

  /**
   * Checks the order of a received request and remembers its number (12.2.2).
   *
   * @return false if it comes after a later one: to be answered 500
   */
  public boolean acceptCSeq(long number) {
    if (number < remoteCSeq) {
      return false;
    }
    remoteCSeq = number;
    return true;
  }

  /** Makes the next request of the dialog. */
  public SipRequest request(Method method) {
    return request(method, ++localCSeq);
  }

  /** Makes a request with a number that was used before: the ACK of a 2xx. */
  public SipRequest request(Method method, long number) {
    Target target = target();
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

  /** 12.2.1.1, with its rule for a first route that is strict. */
  private Target target() {
    Uri uri = remoteTarget instanceof SipUri sip ? sip.withoutHeaders() : remoteTarget;
    if (routeSet.isEmpty()) {
      return new Target(uri, routeSet);
    }
    if (!(routeSet.get(0).uri() instanceof SipUri first) || first.loose()) {
      return new Target(uri, routeSet);
    }
    List<NameAddr> routes = new ArrayList<>(routeSet.subList(1, routeSet.size()));
    routes.add(new NameAddr(uri));
    return new Target(first.withoutHeaders().without("method"), routes);
  }

  public String callId() {
    return callId;
  }

  public NameAddr local() {
    return local;
  }

  public NameAddr remote() {
    return remote;
  }

  public String localTag() {
    return local.tag();
  }

  /** Tag of the peer; null until it is known. */
  public String remoteTag() {
    return remote.tag();
  }

  public Uri remoteTarget() {
    return remoteTarget;
  }

  public List<NameAddr> routeSet() {
    return routeSet;
  }
}
