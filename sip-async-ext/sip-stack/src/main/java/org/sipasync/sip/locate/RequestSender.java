package org.sipasync.sip.locate;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transport.Flow;

/**
 * Sends requests to URIs: finds their servers and tries them in turn (RFC 3263 4.3). For the loop's
 * thread, but for {@link #prepare}.
 */
public final class RequestSender {
  final TransactionLayer layer;
  final Hops hops;
  final Blacklist blacklist;

  public RequestSender(TransactionLayer layer, Hops hops, Blacklist blacklist) {
    this.layer = layer;
    this.hops = hops;
    this.blacklist = blacklist;
  }

  /**
   * Prepares a request other than ACK and CANCEL, to be started once on the loop's thread. The
   * request must no longer change. From any thread.
   *
   * @param user is told the outcome of the last attempt only, once, as if there were one
   *     transaction
   */
  public OutgoingRequest prepare(SipRequest request, ClientUser user, Departure departure) {
    return new OutgoingRequest(this, request, user, departure);
  }

  /**
   * Sends a request, as {@link #prepare} and {@link OutgoingRequest#start(SipUri)} do.
   *
   * @param nextHop the first Route, else the Request-URI (RFC 3261 8.1.2)
   */
  public OutgoingRequest send(
      SipRequest request, SipUri nextHop, ClientUser user, Departure departure) {
    OutgoingRequest outgoing = prepare(request, user, departure);
    outgoing.start(nextHop);
    return outgoing;
  }

  /** Sends a request from any listen point, with nothing added. */
  public OutgoingRequest send(SipRequest request, SipUri nextHop, ClientUser user) {
    return send(request, nextHop, user, Departure.PLAIN);
  }

  /**
   * Opens a flow to the first server within reach, those that failed recently last: for an ACK,
   * which is sent once.
   *
   * @param from local address of the preferred listen point; null for no preference
   * @param onOpen runs once, now or later, with null if there is no way
   */
  public void open(SipUri nextHop, InetSocketAddress from, Consumer<Flow> onOpen) {
    hops.find(nextHop, found -> openFirst(blacklist.sorted(found), 0, from, onOpen));
  }

  private void openFirst(
      List<Target> targets, int next, InetSocketAddress from, Consumer<Flow> onOpen) {
    if (next == targets.size()) {
      onOpen.accept(null);
      return;
    }
    hops.open(
        targets.get(next),
        from,
        flow -> {
          if (flow == null) {
            openFirst(targets, next + 1, from, onOpen);
          } else {
            onOpen.accept(flow);
          }
        });
  }
}
