package org.sipasync.payara.own;

import java.security.SecureRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sipasync.container.dispatch.UserAgentCore;
import org.sipasync.container.session.Lanes;
import org.sipasync.payara.server.RefusalCount;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transaction.TransactionUser;
import org.sipasync.sip.transport.Flow;

/**
 * Refuses requests while too many wait for a thread, and new ones while others wait too long or the
 * server drains: 503 with Retry-After. Counts what the layer below refuses, too. On the loop's
 * thread, but for {@link #refuseNew} and {@link #refused}.
 */
final class Doorkeeper implements TransactionUser {
  private static final SecureRandom TAGS = new SecureRandom();

  private final TransactionUser user;
  private final Lanes lanes;
  private final int queue;
  private final int maxTransactions;
  private final LongSupplier waitNanos;
  private final AdmittedShare share;
  private final RefusalCount refused = new RefusalCount();
  private volatile boolean refusesNew;

  /** Null without a cluster. */
  private volatile Survival survival;

  /** Cause of the last request's refusal; null if it was accepted. */
  private String overload;

  /**
   * Guards a user.
   *
   * @param queue waiting requests beyond which new ones are refused, beyond twice as many others
   * @param maxTransactions bound of the layer below, for the log
   * @param waitNanos how long the message that is next has waited for a thread, in nanoseconds
   * @param share of the new requests that are taken
   */
  Doorkeeper(
      TransactionUser user,
      Lanes lanes,
      int queue,
      int maxTransactions,
      LongSupplier waitNanos,
      AdmittedShare share) {
    this.user = user;
    this.lanes = lanes;
    this.queue = queue;
    this.maxTransactions = maxTransactions;
    this.waitNanos = waitNanos;
    this.share = share;
  }

  /** Refuses new initial requests, or takes them again. Thread-safe. */
  void refuseNew(boolean refuse) {
    refusesNew = refuse;
  }

  /** Sets the cluster that may forbid to take new requests. Thread-safe. */
  void survival(Survival joined) {
    survival = joined;
  }

  /** Number of requests refused. Thread-safe. */
  long refused() {
    return refused.get();
  }

  @Override
  public void onRequest(SipRequest request, ServerTransaction transaction) {
    Survival cluster = survival;
    if ((refusesNew || cluster != null && !cluster.isServing())
        && isNew(request, transaction.flow())) {
      refuse(request, transaction);
    } else {
      user.onRequest(request, transaction);
    }
  }

  @Override
  public boolean onStrayCancel(SipRequest cancel, Supplier<ServerTransaction> transactions) {
    Survival cluster = survival;
    return cluster != null && cluster.cancel(cancel, transactions);
  }

  /** False while too much waits, or for too long: what is refused then costs no transaction. */
  @Override
  public boolean accepts(SipRequest request, Flow flow) {
    boolean isNew = isNew(request, flow);
    overload = null;
    if (lanes.waiting() >= queue * (isNew ? 1L : 2L)) {
      overload = "sip.queue is full, " + lanes.waiting() + " wait";
    } else if (isNew) {
      if (!share.takesOne(waitNanos.getAsLong())) {
        overload =
            "others wait longer than sip.max-wait, %d %% are taken".formatted(share.percent());
      }
    }
    return overload == null;
  }

  /** Refuses while too much waits; such a refusal costs no transaction. */
  private static boolean isNew(SipRequest request, Flow flow) {
    return !request.hasToTag() && !flow.isLoopback();
  }

  private void refuse(SipRequest request, ServerTransaction transaction) {
    SipResponse response = UserAgentCore.unavailable(request);
    response.toTag(Long.toHexString(TAGS.nextLong()));
    refused.add(null);
    transaction.respond(response);
  }

  @Override
  public void onRefused() {
    refused.add(
        overload != null
            ? overload
            : "the limit of " + maxTransactions + " transactions is reached");
  }

  /** Drops it while too much waits: the 2xx comes again, and its ACK with it. */
  @Override
  public void onAck(SipRequest ack, Flow flow) {
    if (lanes.waiting() < queue * 2L) {
      user.onAck(ack, flow);
    }
  }

  @Override
  public void onStrayResponse(SipResponse response, Flow flow) {
    user.onStrayResponse(response, flow);
  }
}
