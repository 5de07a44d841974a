package org.sipasync.container.dispatch;

import java.net.InetSocketAddress;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sipasync.container.proxy.Downstream;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transaction.ClientTransaction;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transport.Flow;

/** Transaction layer of one loop, as lanes use it. Thread-safe: everything is done on the loop. */
final class Wire implements Downstream {
  private final EventLoop loop;
  private final Hops hops;
  private TransactionLayer layer;
  private Function<String, Wire> group = callId -> this;

  Wire(EventLoop loop, Hops hops) {
    this.loop = loop;
    this.hops = hops;
  }

  /** Sets the layer, which needs its user first; once, before the loop runs. */
  void layer(TransactionLayer transactions) {
    layer = transactions;
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

  /**
   * Sends a copy of a request.
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
    send(request, from, user, ready, onSent, "");
  }

  @Override
  public void send(
      SipRequest request,
      InetSocketAddress from,
      ClientUser user,
      BiConsumer<SipRequest, Flow> ready,
      Consumer<ClientTransaction> onSent,
      String branchSuffix) {
    SipRequest copy = request.copy();
    Consumer<Flow> onFound =
        flow -> telling(user, () -> sendBy(flow, copy, user, ready, onSent, branchSuffix));
    loop.execute(() -> telling(user, () -> hops.find(copy, from, onFound)));
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
    loop.execute(() -> hops.find(copy, from, flow -> sendAckBy(flow, copy, onSent)));
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
