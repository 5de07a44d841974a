package org.sipasync.payara.own;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.Parameters;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.Via;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.TransportUser;
import org.sipasync.sip.transport.Transports;
import org.sipasync.support.BoundedMap;

/**
 * Sends requests within dialogs of other nodes there, as a stateless proxy would (RFC 3261, 16.11),
 * and their responses back. Without a cluster, a null check. On the loop's thread.
 *
 * <pre>
 *   tag of no node, or of this one ──────────────▶ this node
 *   dialog is here ─ may answer ─────────────────▶ this node
 *                  └ may not: another may have it ▶ dropped
 *   node of the tag lives ───────────────────────▶ that node
 *   node of the tag is gone ─ asked for ─ found ─▶ its heir
 *                                        └ not ──▶ this node, which refuses it
 * </pre>
 */
final class DialogRelay implements TransportUser {
  /** Branches of what was sent on begin so: it is not sent on once more. */
  private static final String BRANCH = Via.COOKIE + "-sipa-node-";

  /** Requests whose responses are sent back; the oldest are forgotten first. */
  private static final int MAX_OPEN = 20_000;

  private final TransportUser user;
  private final Executor loop;
  private final Map<String, Flow> open = new BoundedMap<>(MAX_OPEN);

  private Transports transports;
  private volatile Directory directory;

  /** Nodes of dialogs. */
  interface Directory {
    /** Returns true if the dialog of a request is here. */
    boolean isHere(SipRequest request) throws ParseException;

    /** Returns true if this node may answer now. */
    boolean mayAnswer();

    /** Returns the name of this node in tags. */
    String nodeTag();

    /** Returns the address of a living node; null if it is gone, or takes no requests of others. */
    InetSocketAddress addressOf(String nodeTag);

    /**
     * Asks the other nodes for the dialog of a request.
     *
     * @param onEnd gets the address of the one that has it; null if there is none, or it is here
     */
    void find(SipRequest request, Consumer<InetSocketAddress> onEnd) throws ParseException;
  }

  /**
   * Relays for a user.
   *
   * @param loop runs tasks on the loop's thread
   */
  DialogRelay(TransportUser user, Executor loop) {
    this.user = user;
    this.loop = loop;
  }

  /** Sets what it sends by; once, before the loop runs. */
  void transports(Transports own) {
    transports = own;
  }

  /** Sets the cluster, once. Thread-safe. */
  void directory(Directory joined) {
    directory = joined;
  }

  @Override
  public void onRequest(SipRequest request, Flow flow) {
    Directory cluster = directory;
    if (cluster == null || !request.hasToTag()) {
      user.onRequest(request, flow);
      return;
    }
    try {
      route(cluster, request, flow);
    } catch (ParseException e) {
      user.onRequest(request, flow); // which refuses it
    }
  }

  private void route(Directory cluster, SipRequest request, Flow flow) throws ParseException {
    String node = NodeTags.nodeOf(request.toTag());
    if (node == null || !flow.isReopenable()) {
      user.onRequest(request, flow);
    } else if (cluster.isHere(request)) {
      serve(cluster, request, flow);
    } else if (node.equals(cluster.nodeTag()) || isSentOn(request)) {
      user.onRequest(request, flow);
    } else if (cluster.addressOf(node) != null) {
      send(request, flow, cluster.addressOf(node));
    } else {
      cluster.find(request, found -> loop.execute(() -> onFound(cluster, request, flow, found)));
    }
  }

  private static boolean isSentOn(SipRequest request) throws ParseException {
    String branch = request.branch();
    return branch != null && branch.startsWith(BRANCH);
  }

  private void serve(Directory cluster, SipRequest request, Flow flow) {
    if (cluster.mayAnswer()) {
      user.onRequest(request, new LeasedFlow(flow, cluster::mayAnswer));
    }
  }

  /** Goes on with a request whose dialog was asked for. */
  private void onFound(Directory cluster, SipRequest request, Flow flow, InetSocketAddress node) {
    try {
      if (cluster.isHere(request)) {
        serve(cluster, request, flow);
      } else if (node == null) {
        user.onRequest(request, flow);
      } else {
        send(request, flow, node);
      }
    } catch (ParseException e) {
      user.onRequest(request, flow);
    }
  }

  private void send(SipRequest request, Flow flow, InetSocketAddress node) throws ParseException {
    Flow way = transports.flowTo(Survival.BETWEEN_NODES, node);
    if (way == null || request.maxForwards() == 0) {
      user.onRequest(request, flow);
      return;
    }
    String branch = branch(request.topVia());
    SipRequest copy = request.copy();
    copy.set(HeaderName.MAX_FORWARDS, request.nextMaxForwards());
    copy.addFirst(HeaderName.VIA, via(way, branch));
    if (request.method() != Method.ACK) {
      open.put(branch, flow);
    }
    way.send(copy.toBytes(), null);
  }

  /** The same for a request, its repetitions, its CANCEL and the ACK of its failure. */
  private static String branch(Via via) {
    String origin = via.branch() + "@" + via.host() + ":" + via.port();
    return BRANCH + UUID.nameUUIDFromBytes(origin.getBytes(UTF_8));
  }

  private static Via via(Flow way, String branch) {
    InetSocketAddress own = way.local();
    Parameters parameters = Parameters.NONE.with("rport", null).with("branch", branch);
    return new Via(
        way.transport().name(), ShownPoint.host(own.getAddress()), own.getPort(), parameters);
  }

  @Override
  public void onResponse(SipResponse response, Flow flow) {
    try {
      String branch = directory == null ? null : response.branch();
      if (branch == null || !branch.startsWith(BRANCH)) {
        user.onResponse(response, flow);
        return;
      }
      Flow back = open.get(branch);
      if (back != null && response.removeFirst(Headers.VIA)) {
        back.send(response.toBytes(), null);
      }
    } catch (ParseException e) {
      user.onResponse(response, flow);
    }
  }

  @Override
  public void onClosed(Flow flow) {
    user.onClosed(flow);
  }
}
