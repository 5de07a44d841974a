package org.sipasync.sip.transaction;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

/**
 * Client transactions by branch and method (RFC 3261 17.1.3), and those of each connection. Only we
 * make branches, so nobody else chooses the table's buckets.
 */
final class ClientTransactions {
  private record Key(String branch, Method method) {}

  private final Context context;
  private final Function<Flow, InetSocketAddress> sentBy;
  private final RandomGenerator random;
  private final Map<Key, ClientTransaction> transactions = new HashMap<>();
  private final Map<Flow, Set<ClientTransaction>> byConnection = new HashMap<>();
  private final Set<String> sentBys = new HashSet<>();

  ClientTransactions(
      Context context, Function<Flow, InetSocketAddress> sentBy, RandomGenerator random) {
    this.context = context;
    this.sentBy = sentBy;
    this.random = random;
  }

  /**
   * Sends a copy of a request with our Via on top.
   *
   * @param branchSuffix goes behind the random part of the branch; may be empty
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
    return start(copy, via, flow, user);
  }

  /** Starts a transaction for a request that has its Via. */
  ClientTransaction start(SipRequest request, Via via, Flow flow, ClientUser user) {
    ClientTransaction transaction = new ClientTransaction(this, context, request, via, flow, user);
    transactions.put(new Key(via.branch(), request.method()), transaction);
    if (flow.transport().isReliable()) {
      byConnection.computeIfAbsent(flow, f -> new LinkedHashSet<>()).add(transaction);
    }
    transaction.start();
    return transaction;
  }

  /** Adds our Via with a branch that nobody can guess. */
  Via addVia(SipRequest request, Flow flow, String branchSuffix) {
    InetSocketAddress address = sentBy.apply(flow);
    String branch =
        Via.COOKIE
            + Long.toHexString(random.nextLong())
            + Long.toHexString(random.nextLong())
            + branchSuffix;
    Parameters parameters = Parameters.NONE.with("branch", branch);
    if (!flow.transport().isReliable()) {
      parameters = parameters.with("rport", null);
    }
    Via via = new Via(flow.transport().name(), host(address), address.getPort(), parameters);
    sentBys.add(sentBy(via));
    request.addFirst(HeaderName.VIA, via);
    return via;
  }

  private static String host(InetSocketAddress address) {
    if (address.isUnresolved()) {
      return address.getHostString();
    }
    String text = Addresses.text(address.getAddress());
    return text.indexOf(':') < 0 ? text : "[" + text + "]";
  }

  private static String sentBy(Via via) {
    return via.host().toLowerCase(Locale.ROOT) + ":" + via.port();
  }

  /** Transaction of a response; null if there is none. */
  ClientTransaction find(SipResponse response, Via via) throws ParseException {
    ClientTransaction found =
        via.branch() == null
            ? null
            : transactions.get(new Key(via.branch(), response.cseq().method()));
    return found != null && sentBy(found.via()).equals(sentBy(via)) ? found : null;
  }

  /** True if we have sent requests with this sent-by (RFC 3261 18.1.2). */
  boolean isOurs(Via via) {
    return sentBys.contains(sentBy(via));
  }

  void remove(ClientTransaction transaction) {
    transactions.remove(new Key(transaction.branch(), transaction.method()));
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
