package org.sipasync.container.dispatch;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.Routing;
import org.sipasync.container.message.Sips;
import org.sipasync.container.outbound.Exit;
import org.sipasync.container.proxy.Downstream;
import org.sipasync.container.routing.Selection;
import org.sipasync.container.routing.Selection.Away;
import org.sipasync.container.routing.Selection.Next;
import org.sipasync.container.routing.Selection.Refused;
import org.sipasync.container.session.AppSession;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.locate.Blacklist;
import org.sipasync.sip.locate.Departure;
import org.sipasync.sip.locate.Hops;
import org.sipasync.sip.locate.OutgoingRequest;
import org.sipasync.sip.locate.RequestSender;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transaction.LoopDetection;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transport.Flow;

/**
 * Transaction layer of one loop, as lanes use it. Thread-safe: everything is done on the loop, but
 * that the application router is asked on the sender's thread.
 */
final class Wire implements Downstream {
  private final EventLoop loop;
  private final Hops hops;
  private final Blacklist failed;
  private final Contacts contacts;
  private final Composition composition;
  private final FlowSender flows;
  private final LoopDetection relayLoops = new LoopDetection();
  private TransactionLayer layer;
  private RequestSender requests;
  private Loopback loopback;
  private Function<String, Wire> group = callId -> this;

  Wire(EventLoop loop, Hops hops, Blacklist failed, Services services) {
    this.loop = loop;
    this.hops = hops;
    this.failed = failed;
    this.contacts = services.contacts();
    this.composition = new Composition(services);
    this.flows = new FlowSender(loop::execute, hops, services);
  }

  /**
   * Way of one request.
   *
   * @param token of the flow that its Route names; null if it names none
   */
  private record Way(Exit exit, String token) {}

  FlowSender flows() {
    return flows;
  }

  /** Marks of requests that are sent on without an application. */
  LoopDetection relayLoops() {
    return relayLoops;
  }

  /** Sets the layer, which needs its user first; once, before the loop runs. */
  void layer(TransactionLayer transactions) {
    layer = transactions;
    requests = new RequestSender(transactions, hops, failed);
    loopback = new Loopback(loop, transactions, contacts);
  }

  /** Sets which wire a Call-ID belongs to, if there are several; once, before the loop runs. */
  void group(Function<String, Wire> byCallId) {
    group = byCallId;
  }

  /** The wire that a Call-ID belongs to. */
  Wire of(String callId) {
    return group.apply(callId);
  }

  void respond(ServerTransaction transaction, int status, byte[] response) {
    loop.execute(() -> transaction.respond(status, response));
  }

  /** Passes a response on that has come from elsewhere; the last one if it is final. */
  void pass(ServerTransaction transaction, int status, byte[] response, MessageOrigin origin) {
    loop.execute(
        () ->
            Loopback.carrying(
                origin, transaction.flow(), () -> transaction.respond(status, response)));
  }

  /** Sends a further or repeated 2xx to an INVITE, even if its transaction has ended. */
  void respondAgain(ServerTransaction transaction, byte[] ok) {
    loop.execute(
        () -> {
          if (!transaction.respond(200, ok)) {
            transaction.flow().send(ok, null);
          }
        });
  }

  /** Sends a final response; the transaction keeps nothing of its request but the tag. */
  void answer(ServerTransaction transaction, int status, byte[] response, String localTag) {
    answer(transaction, status, response, localTag, null);
  }

  /**
   * Sends a final response that has come from elsewhere.
   *
   * @param origin as the container received it; null if it is made here
   */
  void answer(
      ServerTransaction transaction,
      int status,
      byte[] response,
      String localTag,
      MessageOrigin origin) {
    AnsweredInvite rest = new AnsweredInvite(localTag);
    Runnable respond =
        () -> {
          if (transaction.respond(status, response)) {
            transaction.user(rest);
          }
        };
    loop.execute(() -> Loopback.carrying(origin, transaction.flow(), respond));
  }

  @Override
  public void send(
      SipRequest request,
      Routing routing,
      AppSession sender,
      Exit exit,
      ClientUser user,
      BiConsumer<SipRequest, Flow> ready,
      Consumer<OutgoingRequest> onSent,
      String branchSuffix) {
    SipRequest copy = request.copy();
    OutgoingRequest outgoing =
        requests.prepare(copy, user, new Departure(exit.local(), ready, branchSuffix));
    String token = flows.take(copy, routing);
    Selection selection =
        routing.initial() ? composition.next(copy, routing, sender) : Away.AS_IT_IS;
    if (selection instanceof Refused refused) {
      loop.execute(() -> user.onResponse(refusal(copy, refused.status())));
      return;
    }
    loop.execute(
        () -> {
          onSent.accept(outgoing);
          telling(user, () -> start(outgoing, selection, copy, new Way(exit, token), user));
        });
  }

  private void start(
      OutgoingRequest outgoing, Selection selection, SipRequest request, Way way, ClientUser user) {
    SipUri hop = NextHop.of(request);
    IntConsumer onRefusal = status -> user.onResponse(refusal(request, status));
    if (selection instanceof Next next) {
      outgoing.start(loopback.open(next, way.exit.local()));
    } else if (way.token != null) {
      flows.find(way.token, flow -> start(outgoing, flow, request, onRefusal), onRefusal);
    } else if (hop == null) {
      user.onTransportError();
    } else if (contacts.isOwn(hop)) {
      outgoing.start(loopback.open(null, way.exit.local()));
    } else if (way.exit.flow() != null) {
      flows.find(way.exit.flow(), flow -> start(outgoing, flow, request, onRefusal), onRefusal);
    } else {
      outgoing.start(hop);
    }
  }

  /** A request with a sips Request-URI leaves by TLS only (RFC 5630 5.3). */
  private static void start(
      OutgoingRequest outgoing, Flow flow, SipRequest request, IntConsumer onRefusal) {
    if (Sips.isRequested(request) && !Sips.isSecure(flow)) {
      onRefusal.accept(480);
    } else {
      outgoing.start(flow);
    }
  }

  /** A response as if it had come: with the Via that its user takes off. */
  private static SipResponse refusal(SipRequest request, int status) {
    SipResponse response = request.response(status);
    response.addFirst(HeaderName.VIA, "SIP/2.0/UDP 0.0.0.0");
    return response;
  }

  /**
   * Sends a copy of a request within a dialog to its next hop, which may be in this container.
   *
   * @param ready completes the copy for the flow it leaves by
   * @param onSent gets the request on its way, on the loop
   */
  void send(
      SipRequest request,
      Exit exit,
      ClientUser user,
      BiConsumer<SipRequest, Flow> ready,
      Consumer<OutgoingRequest> onSent) {
    send(request, Routing.subsequent(null), null, exit, user, ready, onSent, "");
  }

  /** Runs a step of sending. One that throws is a transport error to the user, perhaps twice. */
  private static void telling(ClientUser user, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      user.onTransportError();
      throw e;
    }
  }

  /**
   * Sends a copy of the ACK of a 2xx.
   *
   * @param onSent gets a task that sends it again, on the loop
   */
  void sendAck(SipRequest ack, Exit exit, Consumer<Runnable> onSent) {
    SipRequest copy = ack.copy();
    loop.execute(
        () -> {
          SipUri hop = NextHop.of(copy);
          if (hop != null && contacts.isOwn(hop)) {
            sendAckBy(loopback.open(null, exit.local()), copy, onSent);
          } else if (exit.flow() != null) {
            flows.find(exit.flow(), flow -> sendAckBy(flow, copy, onSent), status -> {});
          } else if (hop != null) {
            requests.open(hop, exit.local(), flow -> sendAckBy(flow, copy, onSent));
          }
        });
  }

  @Override
  public void sendAck(SipRequest ack, Exit exit) {
    sendAck(ack, exit, sent -> {});
  }

  private void sendAckBy(Flow flow, SipRequest ack, Consumer<Runnable> onSent) {
    if (flow != null && (Sips.isSecure(flow) || !Sips.isRequested(ack))) {
      byte[] bytes = layer.sendAck(ack, flow);
      onSent.accept(() -> flow.send(bytes, null));
    }
  }

  /** Current time of the loop's clock in nanoseconds. */
  long now() {
    return loop.now();
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }
}
