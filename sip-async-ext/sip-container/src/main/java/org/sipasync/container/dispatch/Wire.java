package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sipasync.container.message.Routing;
import org.sipasync.container.routing.Selection;
import org.sipasync.container.routing.Selection.Next;
import org.sipasync.container.routing.Selection.Refused;
import org.sipasync.container.session.AppSession;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transaction.ClientTransaction;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transport.Flow;

/**
 * Transaction layer of one loop, as lanes use it. Thread-safe: everything is done on the loop, but
 * that the application router is asked on the sender's thread.
 */
final class Wire {
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

  /**
   * Sends a copy of a request to where the application router wants it, if it is an initial one.
   *
   * @param routing the request's; of an initial one it says what it goes on with
   * @param sender application session that sends it
   * @param ready completes the copy for the flow it leaves by
   * @param onSent gets the transaction, on the loop; not if the request is refused
   */
  void send(
      SipRequest request,
      Routing routing,
      AppSession sender,
      InetSocketAddress from,
      ClientUser user,
      BiConsumer<SipRequest, Flow> ready,
      Consumer<ClientTransaction> onSent) {
    if (!routing.initial()) {
      send(request, from, user, ready, onSent);
      return;
    }
    SipRequest copy = request.copy();
    Selection selection = composition.next(copy, routing, sender);
    if (selection instanceof Next next) {
      loop.execute(
          () -> telling(user, () -> sendBy(loopback.open(next, from), copy, user, ready, onSent)));
    } else if (selection instanceof Refused refused) {
      loop.execute(() -> user.onResponse(copy.response(refused.status())));
    } else {
      send(copy, from, user, ready, onSent);
    }
  }

  /**
   * Sends a copy of a request to its next hop, which may be in this container.
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
    SipRequest copy = request.copy();
    Consumer<Flow> onFound = flow -> telling(user, () -> sendBy(flow, copy, user, ready, onSent));
    loop.execute(() -> telling(user, () -> findHop(copy, from, onFound)));
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
      Consumer<ClientTransaction> onSent) {
    if (flow == null) {
      user.onTransportError();
      return;
    }
    ready.accept(request, flow);
    onSent.accept(layer.send(request, flow, user));
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

  void execute(Runnable task) {
    loop.execute(task);
  }
}
