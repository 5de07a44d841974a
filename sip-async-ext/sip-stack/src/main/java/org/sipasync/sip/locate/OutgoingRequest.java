package org.sipasync.sip.locate;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.RetryAfter;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ClientTransaction;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

/**
 * One request on its way to the first server that takes it.
 *
 * <pre>
 *   LOCATING --- nothing found, cancelled ------------------------------+
 *      | targets                                                        |
 *      v                                                                |
 *   TRYING --- any response but 503, the last target's failure ---------+
 *    ^    |                                                             v
 *    +----+ 503, transport error, or timeout without any 1xx         FINISHED
 *           and not cancelled: next target, new transaction
 * </pre>
 *
 * <p>A request too large for UDP is tried by TCP first (RFC 3261 18.1.1), and by UDP if that
 * connection fails. For the loop's thread only.
 */
public final class OutgoingRequest {
  /** Limit of RFC 3261 18.1.1 for an unknown path MTU. */
  private static final int MAX_UDP_BYTES = 1300;

  /** Approximate length of our Via. */
  private static final int VIA_BYTES = 100;

  private final RequestSender sender;
  private final SipRequest request;
  private final ClientUser user;
  private final String branchSuffix;
  private final InetSocketAddress from;
  private List<Target> targets = List.of();
  private int next;
  private ClientTransaction transaction;
  private Runnable outcome;
  private boolean cancelled;

  OutgoingRequest(
      RequestSender sender,
      SipRequest request,
      ClientUser user,
      String branchSuffix,
      InetSocketAddress from) {
    this.sender = sender;
    this.request = request;
    this.user = user;
    this.branchSuffix = branchSuffix;
    this.from = from;
    this.outcome = user::onTransportError;
  }

  /** Cancels as {@link #cancel(Consumer)}, without further headers. */
  public void cancel() {
    cancel(cancel -> {});
  }

  /**
   * Sends a CANCEL as soon as that is allowed, and tries no further target. The user still gets the
   * final response, or a timeout if none comes or nothing has been sent yet.
   *
   * @param headers may add headers such as Reason to the CANCEL
   * @throws IllegalStateException if this is not an INVITE
   */
  public void cancel(Consumer<SipRequest> headers) {
    if (!cancelled && transaction != null) {
      SipRequest cancel = transaction.createCancel();
      headers.accept(cancel);
      transaction.cancel(cancel);
    }
    cancelled = true;
  }

  /**
   * Returns the transaction of the current attempt; null before the first, and if no target was
   * found.
   */
  public ClientTransaction transaction() {
    return transaction;
  }

  void onLocated(List<Target> found) {
    if (cancelled) {
      user.onTimeout();
      return;
    }
    targets = sender.blacklist.sorted(found);
    tryNext();
  }

  private void tryNext() {
    while (!cancelled && next < targets.size()) {
      if (start(targets.get(next++))) {
        return;
      }
    }
    outcome.run();
  }

  /** Starts an attempt; false if no listen point can reach the target. */
  private boolean start(Target target) {
    boolean large = request.length() + VIA_BYTES > MAX_UDP_BYTES;
    if (large && target.transport() == Transport.UDP) {
      Target byTcp = new Target(Transport.TCP, target.address());
      return start(byTcp, target) || start(target, null);
    }
    return start(target, null);
  }

  private boolean start(Target target, Target fallback) {
    Flow flow = flowTo(target);
    if (flow == null) {
      return false;
    }
    transaction = sender.layer.send(request, flow, new Attempt(target, fallback), branchSuffix);
    return true;
  }

  private Flow flowTo(Target target) {
    Flow flow = sender.transports.flowTo(target.transport(), target.address(), from);
    return flow == null && from != null
        ? sender.transports.flowTo(target.transport(), target.address())
        : flow;
  }

  private void fail(Runnable outcome) {
    this.outcome = outcome;
    tryNext();
  }

  private final class Attempt implements ClientUser {
    private final Target target;
    private final Target fallback;
    private boolean answered;

    Attempt(Target target, Target fallback) {
      this.target = target;
      this.fallback = fallback;
    }

    @Override
    public void onResponse(SipResponse response) {
      answered = true;
      if (response.status() == 503) {
        blacklist(response);
        fail(() -> user.onResponse(response));
      } else {
        sender.blacklist.remove(target);
        user.onResponse(response);
      }
    }

    private void blacklist(SipResponse response) {
      try {
        RetryAfter retryAfter = response.get(Headers.RETRY_AFTER);
        if (retryAfter != null) {
          sender.blacklist.add(target, Duration.ofSeconds(retryAfter.seconds()));
          return;
        }
      } catch (ParseException e) {
        // as if it were not there
      }
      sender.blacklist.add(target);
    }

    @Override
    public void onTimeout() {
      if (answered) {
        user.onTimeout();
      } else {
        sender.blacklist.add(target);
        fail(user::onTimeout);
      }
    }

    @Override
    public void onTransportError() {
      boolean refused = !answered && fallback != null && !cancelled;
      if (answered || transaction.isRefused()) {
        user.onTransportError();
      } else if (!refused || !start(fallback, null)) {
        sender.blacklist.add(target);
        fail(user::onTransportError);
      }
    }
  }
}
