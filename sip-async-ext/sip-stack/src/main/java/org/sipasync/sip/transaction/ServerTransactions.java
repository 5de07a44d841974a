package org.sipasync.sip.transaction;

import java.util.Objects;
import java.util.function.IntFunction;
import org.sipasync.sip.message.HeaderLines;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transport.Flow;

/**
 * Server side of the layer: absorbs retransmissions, matches ACK and CANCEL with their INVITE, and
 * admits new requests.
 */
final class ServerTransactions {
  private final Context context;
  private final TransactionKeys keys;
  private final Admission admission;
  private final TransactionUser user;
  private final HeaderLines retryAfter;
  private final InvitesByConnection invites = new InvitesByConnection();

  ServerTransactions(
      Context context,
      TransactionKeys keys,
      Admission admission,
      TransactionUser user,
      long retryAfterSeconds) {
    this.context = context;
    this.keys = keys;
    this.admission = admission;
    this.user = user;
    this.retryAfter = HeaderLines.of(HeaderName.RETRY_AFTER, retryAfterSeconds);
  }

  void onRequest(SipRequest request, Flow flow) throws ParseException {
    TransactionKey key = keys.of(request);
    TransactionTable.Entry entry = context.table().find(key);
    if (request.method().equals(Method.ACK)) {
      onAck(request, flow, key, entry);
    } else if (entry != null) {
      entry.onRetransmission();
    } else if (request.method().equals(Method.CANCEL)) {
      onCancel(request, flow, key);
    } else {
      onNew(request, flow, key);
    }
  }

  void onClosed(Flow flow) {
    invites.onClosed(flow);
  }

  private void onAck(SipRequest ack, Flow flow, TransactionKey key, TransactionTable.Entry entry)
      throws ParseException {
    boolean absorbed =
        entry instanceof InviteServerTransaction invite
            ? acknowledges(ack, invite) && invite.onAck()
            : admission.wasRefused(key);
    if (!absorbed) {
      user.onAck(ack, flow);
    }
  }

  /** Compares the To tag, which the key of an RFC 2543 ACK leaves out. */
  private static boolean acknowledges(SipRequest ack, InviteServerTransaction invite)
      throws ParseException {
    if (!TransactionKeys.isRfc2543(ack) || invite.last() == null) {
      return true;
    }
    SipMessage response = SipParser.parse(invite.last());
    return Objects.equals(ack.toTag(), response.toTag());
  }

  /**
   * Handles a CANCEL, without admission: at most one per INVITE gets a transaction, others a
   * stateless response.
   */
  private void onCancel(SipRequest cancel, Flow flow, TransactionKey key) throws ParseException {
    if (context.table().find(keys.cancelled(cancel, Method.INVITE))
        instanceof InviteServerTransaction invite) {
      var transaction =
          new NonInviteServerTransaction(context, arrival(cancel, flow, key), answers(cancel, key));
      if (invite.user() == ServerUser.NONE) {
        transaction.respond(200, stateless(cancel, key, 200));
      } else {
        guarded(cancel, transaction, key, () -> invite.user().onCancel(cancel, transaction));
      }
    } else if (cancelsAnother(cancel)) {
      flow.send(stateless(cancel, key, 200), null);
    } else {
      Arrival arrival = arrival(cancel, flow, key);
      boolean hasPlace = admission.hasPlaceForStray(cancel.length());
      if (!hasPlace || !user.onStrayCancel(cancel, () -> create(cancel, arrival))) {
        flow.send(stateless(cancel, key, 481), null);
      }
    }
  }

  /** Handles a CANCEL that another server has received; returns true if its INVITE is here. */
  boolean onCancelElsewhere(SipRequest cancel) throws ParseException {
    if (context.table().find(keys.cancelled(cancel, Method.INVITE))
        instanceof InviteServerTransaction invite) {
      invite.user().onCancelElsewhere(cancel);
      return true;
    }
    return false;
  }

  /** Ends an INVITE without a response, unless it has one; returns true if it has. */
  boolean supersede(SipRequest request) throws ParseException {
    if (!(context.table().find(keys.of(request)) instanceof InviteServerTransaction invite)) {
      return false;
    }
    if (!invite.isAnswered()) {
      ServerUser before = invite.user();
      invite.abandon();
      before.onSuperseded();
      return false;
    }
    return true;
  }

  /**
   * Returns true if a CANCEL's branch is that of a request other than INVITE; it then has no effect
   * (9.2).
   */
  private boolean cancelsAnother(SipRequest cancel) throws ParseException {
    for (Method method : Method.values()) {
      boolean candidate = !method.equals(Method.ACK) && !method.equals(Method.CANCEL);
      if (candidate && context.table().find(keys.cancelled(cancel, method)) != null) {
        return true;
      }
    }
    return false;
  }

  private void onNew(SipRequest request, Flow flow, TransactionKey key) throws ParseException {
    boolean goesOn = !request.method().equals(Method.INVITE) && request.hasToTag();
    Admission.Decision decision =
        user.accepts(request, flow)
            ? admission.admit(key, request.length(), goesOn)
            : admission.refuse(key);
    switch (decision) {
      case ADMITTED -> {
        ServerTransaction transaction = create(request, arrival(request, flow, key));
        guarded(request, transaction, key, () -> user.onRequest(request, transaction));
      }
      case REFUSED -> {
        flow.send(request.answer(503, "Service Unavailable", keys.tag(key), retryAfter), null);
        user.onRefused();
      }
      case REPEATED -> {}
    }
  }

  private Arrival arrival(SipRequest request, Flow flow, TransactionKey key) throws ParseException {
    long origin = keys.origin(request);
    return new Arrival(key, flow, request.length(), origin, context.table().hasOrigin(origin));
  }

  private ServerTransaction create(SipRequest request, Arrival arrival) {
    IntFunction<byte[]> answers = answers(request, arrival.key());
    return request.method().equals(Method.INVITE)
        ? invites.add(new InviteServerTransaction(context, arrival, answers, invites::remove))
        : new NonInviteServerTransaction(context, arrival, answers);
  }

  private IntFunction<byte[]> answers(SipRequest request, TransactionKey key) {
    return status -> status == 100 ? request.answer(100, null) : stateless(request, key, status);
  }

  /** Runs the user's code; if it fails, answers 500 and lets the loop log the failure. */
  private void guarded(
      SipRequest request, ServerTransaction transaction, TransactionKey key, Runnable task) {
    boolean failed = true;
    try {
      task.run();
      failed = false;
    } finally {
      if (failed) {
        transaction.respond(500, stateless(request, key, 500));
      }
    }
  }

  private byte[] stateless(SipRequest request, TransactionKey key, int status) {
    return request.answer(status, keys.tag(key));
  }
}
