package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sipasync.container.message.Routing;
import org.sipasync.container.proxy.Downstream;
import org.sipasync.container.routing.Selection;
import org.sipasync.container.routing.Selection.Away;
import org.sipasync.container.routing.Selection.Next;
import org.sipasync.container.routing.Selection.Refused;
import org.sipasync.container.session.AppSession;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ClientTransaction;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transport.Flow;

/**
 * Transaction layer of one loop, as lanes use it. Thread-safe: everything is done on the loop, but
 * that the application router is asked on the sender's thread.
 */
final class Wire implements Downstream {
  /** RFC 3261 18.1.1, for an unknown path MTU. */
  private static final int MAX_DATAGRAM = 1300;

  /** Bytes of our Via and of a proxy's Record-Route, about. */
  private static final int ADDED_BYTES = 200;

  private final EventLoop loop;
  private final Hops hops;
  private final Contacts contacts;
  private final Composition composition;
  private TransactionLayer layer;
  private Loopback loopback;
  private Function<String, Wire> group = callId -> this;

  Wire(EventLoop loop, Hops hops, Services services) {
    this.loop = loop;
    this.hops = hops;
    this.contacts = services.contacts();
    this.composition = new Composition(services);
  }

  /** Sets the layer, which needs its user first; once, before the loop runs. */
  void layer(TransactionLayer transactions) {
    layer = transactions;
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
    AnsweredInvite rest = new AnsweredInvite(localTag);
    loop.execute(
        () -> {
          if (transaction.respond(status, response)) {
            transaction.user(rest);
          }
        });
  }

  @Override
  public void send(
      SipRequest request,
      Routing routing,
      AppSession sender,
      InetSocketAddress from,
      ClientUser user,
      BiConsumer<SipRequest, Flow> ready,
      Consumer<ClientTransaction> onSent,
      String branchSuffix) {
    SipRequest copy = request.copy();
    Consumer<Flow> onFound =
        flow -> telling(user, () -> sendBy(flow, copy, user, ready, onSent, branchSuffix));
    Selection selection =
        routing.initial() ? composition.next(copy, routing, sender) : Away.AS_IT_IS;
    if (selection instanceof Next next) {
      loop.execute(() -> onFound.accept(loopback.open(next, from)));
    } else if (selection instanceof Refused refused) {
      loop.execute(() -> user.onResponse(refusal(copy, refused)));
    } else {
      loop.execute(() -> telling(user, () -> findHop(copy, from, onFound)));
    }
  }

  /** A response as if it had come: with the Via that its user takes off. */
  private static SipResponse refusal(SipRequest request, Refused refused) {
    SipResponse response = request.response(refused.status());
    response.addFirst(HeaderName.VIA, "SIP/2.0/UDP 0.0.0.0");
    return response;
  }

  /**
   * Sends a copy of a request within a dialog to its next hop, which may be in this container.
   *
   * @param ready completes the copy for the flow it leaves by
   * @param onSent gets the transaction, on the loop
   */
  void send(
      SipRequest request,
      InetSocketAddress from,
      ClientUser user,
      BiConsumer<SipRequest, Flow> ready,
      Consumer<ClientTransaction> onSent) {
    send(request, Routing.subsequent(null), null, from, user, ready, onSent, "");
  }

  private void findHop(SipRequest request, InetSocketAddress from, Consumer<Flow> onFound) {
    if (NextHop.isHere(request, contacts)) {
      onFound.accept(loopback.open(null, from));
    } else {
      hops.find(request, from, onFound);
    }
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

  private void sendBy(
      Flow flow,
      SipRequest request,
      ClientUser user,
      BiConsumer<SipRequest, Flow> ready,
      Consumer<ClientTransaction> onSent,
      String branchSuffix) {
    if (flow == null) {
      user.onTransportError();
      return;
    }
    Flow stream = isTooLarge(request, flow) ? hops.streamTo(flow.remote()) : null;
    if (stream == null) {
      start(flow, request, user, ready, onSent, branchSuffix);
      return;
    }
    Runnable byDatagram =
        () -> telling(user, () -> start(flow, request, user, ready, onSent, branchSuffix));
    ClientUser first = new StreamFirst(user, byDatagram);
    start(stream, request.copy(), first, ready, onSent, branchSuffix);
  }

  private static boolean isTooLarge(SipRequest request, Flow flow) {
    return !flow.transport().isReliable() && request.length() + ADDED_BYTES > MAX_DATAGRAM;
  }

  private void start(
      Flow flow,
      SipRequest request,
      ClientUser user,
      BiConsumer<SipRequest, Flow> ready,
      Consumer<ClientTransaction> onSent,
      String branchSuffix) {
    ready.accept(request, flow);
    onSent.accept(layer.send(request, flow, user, branchSuffix));
  }

  /**
   * Sends a copy of the ACK of a 2xx.
   *
   * @param onSent gets a task that sends it again, on the loop
   */
  void sendAck(SipRequest ack, InetSocketAddress from, Consumer<Runnable> onSent) {
    SipRequest copy = ack.copy();
    loop.execute(() -> findHop(copy, from, flow -> sendAckBy(flow, copy, onSent)));
  }

  @Override
  public void sendAck(SipRequest ack) {
    sendAck(ack, null, sent -> {});
  }

  private void sendAckBy(Flow flow, SipRequest ack, Consumer<Runnable> onSent) {
    if (flow != null) {
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
