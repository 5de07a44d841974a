package org.sipasync.container.dispatch;

import java.util.List;
import org.sipasync.container.message.Routing;
import org.sipasync.container.outbound.Exit;
import org.sipasync.sip.locate.OutgoingRequest;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transaction.ServerTransaction;

/**
 * Request from the network that is sent on without any application having seen it (JSR 289 15.4.1),
 * by the application router's routes or because no application wants it: a proxy with one branch
 * that records no route (RFC 3261 16). For the loop's thread.
 *
 * <pre>
 *   WAITING --- 1xx: passed on; CANCEL: 200, and cancelled ---> WAITING
 *      |
 *      +--- final response, timeout: 408, no way: 503 ---> ANSWERED --- further 2xx: passed on
 * </pre>
 */
final class Relay implements ClientUser {
  /** Name of this proxy in the marks against loops. */
  private static final String NAME = "relay";

  private final Wire wire;
  private final SipRequest received;
  private final ServerTransaction transaction;
  private final String localTag;
  private OutgoingRequest sent;
  private boolean cancelled;

  /**
   * Describes a request.
   *
   * @param localTag of the responses made here
   */
  Relay(Wire wire, SipRequest received, ServerTransaction transaction, String localTag) {
    this.wire = wire;
    this.received = received;
    this.transaction = transaction;
    this.localTag = localTag;
  }

  /**
   * Sends the request on; from any thread, once.
   *
   * @param message the request without the Routes that led here
   * @param routes to be put before those it has, the topmost first
   * @throws ParseException if Max-Forwards cannot be read
   */
  void start(SipRequest message, List<NameAddr> routes) throws ParseException {
    start(message, routes, "");
  }

  /**
   * Sends the request on as it is; from any thread, once. It is 482 if it comes back unchanged.
   *
   * @param message the request without the Routes that led here
   * @throws ParseException if one of the headers cannot be read that a proxy looks at
   */
  void startUnlessLooped(SipRequest message) throws ParseException {
    if (wire.relayLoops().hasLooped(message, NAME)) {
      wire.execute(() -> answer(482));
    } else {
      start(message, List.of(), wire.relayLoops().mark(message, NAME));
    }
  }

  private void start(SipRequest message, List<NameAddr> routes, String mark) throws ParseException {
    int hops = message.maxForwards();
    for (int i = routes.size() - 1; i >= 0; i--) {
      message.addFirst(HeaderName.ROUTE, routes.get(i));
    }
    message.set(HeaderName.MAX_FORWARDS, message.nextMaxForwards());
    wire.execute(
        () -> {
          if (hops == 0) {
            answer(483);
          } else if (!transaction.isAnswered()) {
            transaction.user(this::onCancel);
            wire.send(
                message,
                Routing.subsequent(null),
                null,
                Exit.ANY,
                this,
                (m, f) -> {},
                this::onSent,
                mark);
          }
        });
  }

  private void onSent(OutgoingRequest outgoing) {
    sent = outgoing;
    if (cancelled) {
      outgoing.cancel();
    }
  }

  @Override
  public void onResponse(SipResponse response) {
    if (response.status() == 100) {
      return;
    }
    try {
      response.removeFirst(Headers.VIA);
    } catch (ParseException e) {
      onTransportError();
      return;
    }
    byte[] bytes = response.toBytes();
    boolean taken = transaction.respond(response.status(), bytes);
    if (!taken && received.method() == Method.INVITE && response.status() / 100 == 2) {
      transaction.flow().send(bytes, null);
    }
  }

  @Override
  public void onTimeout() {
    answer(cancelled ? 487 : 408);
  }

  @Override
  public void onTransportError() {
    answer(503);
  }

  private void answer(int status) {
    if (!transaction.isAnswered()) {
      SipResponse response = received.response(status);
      response.toTag(localTag);
      transaction.respond(response);
    }
  }

  private void onCancel(SipRequest cancel, ServerTransaction cancelTransaction) {
    SipResponse ok = cancel.response(200);
    ok.toTag(localTag);
    cancelTransaction.respond(ok);
    cancelled = true;
    if (sent != null) {
      sent.cancel();
    }
  }
}
