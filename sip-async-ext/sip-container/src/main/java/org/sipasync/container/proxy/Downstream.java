package org.sipasync.container.proxy;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.sipasync.container.message.Routing;
import org.sipasync.container.outbound.Exit;
import org.sipasync.container.session.AppSession;
import org.sipasync.sip.locate.OutgoingRequest;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transport.Flow;

/** Requests that leave; the floor above implements it. Thread-safe. */
public interface Downstream {
  /**
   * Sends a copy of a request to where the application router wants it, if it is an initial one,
   * else to its next hop.
   *
   * @param routing the request's; of an initial one it says what it goes on with
   * @param sender application session that sends it
   * @param exit way that it is to take
   * @param user hears of the outcome, on the loop
   * @param ready completes a copy for each flow that is tried, on the loop
   * @param onSent gets the request on its way, on the loop
   * @param branchSuffix end of the Via's branch
   */
  void send(
      SipRequest request,
      Routing routing,
      AppSession sender,
      Exit exit,
      ClientUser user,
      BiConsumer<SipRequest, Flow> ready,
      Consumer<OutgoingRequest> onSent,
      String branchSuffix);

  /**
   * Sends a copy of the ACK of a 2xx to its next hop.
   *
   * @param exit way that it is to take
   */
  void sendAck(SipRequest ack, Exit exit);

  /** Enqueues a task for the loop. */
  void execute(Runnable task);
}
