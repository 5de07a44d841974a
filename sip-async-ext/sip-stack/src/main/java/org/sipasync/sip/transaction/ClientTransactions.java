package org.sipasync.sip.transaction;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.Parameters;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.Via;
import org.sipasync.sip.transport.Addresses;
import org.sipasync.sip.transport.Flow;
import org.sipasync.support.LimitedLog;

/**
 * Client transactions by branch and method (RFC 3261 17.1.3), and by connection. The branches are
 * our own, so peers cannot choose the table's buckets.
 */
final class ClientTransactions {
  private record Key(String branch, Method method) {}

  private static final LimitedLog LOG =
      new LimitedLog(System.getLogger(ClientTransactions.class.getName()));

  private final Context context;
  private final Executor loop;
  private final int maxCount;
  private final long maxBytes;
  private final Function<Flow, InetSocketAddress> sentBy;
  private final RandomGenerator random;
  private final Map<Key, ClientTransaction> transactions = new HashMap<>();
  private final Map<Flow, Set<ClientTransaction>> byConnection = new HashMap<>();
  private final Set<String> sentBys = new HashSet<>();
  private long bytes;

  /**
   * Creates an empty table.
   *
   * @param loop runs tasks asynchronously
   */
  ClientTransactions(
      Context context, Executor loop, TransactionSettings settings, RandomGenerator random) {
    this.context = context;
    this.loop = loop;
    this.maxCount = settings.maxClientTransactions();
    this.maxBytes = settings.maxClientBytes();
    this.sentBy = settings.sentBy();
    this.random = random;
  }

  /**
   * Sends a copy of a request with our Via on top.
   *
   * @param branchSuffix follows the random part of the branch; may be empty
   */
  ClientTransaction send(SipRequest request, Flow flow, ClientUser user, String branchSuffix) {
    SipRequest copy = request.copy();
    Via via = addVia(copy, flow, branchSuffix);
    try {
      copy.uri();
      copy.cseq();
    } catch (ParseException e) {
      throw new IllegalArgumentException("Request to send has a " + e.reason(), e);
    }
    ClientTransaction transaction = new ClientTransaction(this, context, copy, via, flow, user);
    if (transactions.size() < maxCount && bytes + transaction.bytes() <= maxBytes) {
      start(transaction);
    } else {
      LOG.log(
          Level.WARNING,
          "bound",
          "Request not sent: limit of client transactions reached, "
              + transactions.size()
              + " with "
              + bytes
              + " bytes; raise maxClientTransactions or maxClientBytes, or send less");
      transaction.refuse(loop);
    }
    return transaction;
  }

  /** Sends the CANCEL of an INVITE, with the INVITE's Via. The bounds do not apply to it. */
  void cancel(SipRequest cancel, Via via, Flow flow, ClientUser user) {
    start(new ClientTransaction(this, context, cancel, via, flow, user));
  }

  private void start(ClientTransaction transaction) {
    Flow flow = transaction.flow();
    transactions.put(new Key(transaction.branch(), transaction.method()), transaction);
    bytes += transaction.bytes();
    if (flow.isReliable()) {
      byConnection.computeIfAbsent(flow, f -> new LinkedHashSet<>()).add(transaction);
    }
    transaction.start();
  }

  /** Adds our Via, with an unguessable branch. */
  Via addVia(SipRequest request, Flow flow, String branchSuffix) {
    InetSocketAddress address = sentBy.apply(flow);
    String branch =
        Via.COOKIE
            + Long.toHexString(random.nextLong())
            + Long.toHexString(random.nextLong())
            + branchSuffix;
    Parameters parameters = Parameters.NONE.with("branch", branch);
    if (!flow.isReliable()) {
      parameters = parameters.with("rport", null);
    }
    Via via = new Via(flow.transport().name(), host(address), address.getPort(), parameters);
    sentBys.add(sentBy(via));
    request.addFirst(HeaderName.VIA, via);
    return via;
  }

  private static String host(InetSocketAddress address) {
    return address.isUnresolved() ? address.getHostString() : Addresses.host(address.getAddress());
  }

  private static String sentBy(Via via) {
    return via.host().toLowerCase(Locale.ROOT) + ":" + via.port();
  }

  /** Returns the transaction of a response; null if there is none. */
  ClientTransaction find(SipResponse response, Via via) throws ParseException {
    ClientTransaction found =
        via.branch() == null
            ? null
            : transactions.get(new Key(via.branch(), response.cseq().method()));
    return found != null && sentBy(found.via()).equals(sentBy(via)) ? found : null;
  }

  /** Returns true if the sent-by is one of ours (RFC 3261 18.1.2). */
  boolean isOurs(Via via) {
    return sentBys.contains(sentBy(via));
  }

  void remove(ClientTransaction transaction) {
    Key key = new Key(transaction.branch(), transaction.method());
    if (!transactions.remove(key, transaction)) {
      return;
    }
    bytes -= transaction.bytes();
    Set<ClientTransaction> ofFlow = byConnection.get(transaction.flow());
    if (ofFlow != null && ofFlow.remove(transaction) && ofFlow.isEmpty()) {
      byConnection.remove(transaction.flow());
    }
  }

  void onClosed(Flow flow) {
    Set<ClientTransaction> ofFlow = byConnection.remove(flow);
    if (ofFlow != null) {
      List.copyOf(ofFlow).forEach(ClientTransaction::onClosed);
    }
  }

  int size() {
    return transactions.size();
  }
}
