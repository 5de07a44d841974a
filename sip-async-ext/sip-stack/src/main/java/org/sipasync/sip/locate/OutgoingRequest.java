package org.sipasync.sip.locate;

import java.util.List;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.ClientTransaction;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

/**
 * One request on its way to the first server that takes it.
 *
 * <pre>
 *   LOCATING --- nothing found; cancelled: timeout ---------------------+
 *      | targets                                                        |
 *      v                                                                |
 *   OPENING --- no target left, cancelled: timeout ---------------------+
 *    ^    | flow: new transaction                                       |
 *    |    v                                                             v
 *    |  TRYING --- any response but 503, the last target's failure --&gt; FINISHED
 *    |    |        (a further 2xx to an INVITE may follow)
 *    +----+ 503, transport error, or timeout without any 1xx,
 *           and not cancelled: next target
 * </pre>
 *
 * <p>A target that is silent for 8 × T1 is left if there is another one. Its transaction stays
 * without retransmissions: if it answers after all, an INVITE is cancelled there, and a 2xx, or any
 * final response to another request, counts as that of the target that is being tried.
 *
 * <p>A request too large for UDP is tried by TCP first (RFC 3261 18.1.1), and by UDP if that
 * connection fails. For the loop's thread only.
 */
public final class OutgoingRequest {
  /** Limit of RFC 3261 18.1.1 for an unknown path MTU. */
  private static final int MAX_UDP_BYTES = 1300;

  /** Approximate length of our Via and of a proxy's Record-Route. */
  private static final int ADDED_BYTES = 200;

  /** Silent servers after which the rest is not tried: each takes 8 × T1, the last 64 × T1. */
  private static final int MAX_SILENT = 4;

  private enum State {
    LOCATING,
    OPENING,
    TRYING,
    FINISHED
  }

  private final RequestSender sender;
  private final SipRequest request;
  private final ClientUser user;
  private final Departure departure;
  private State state = State.LOCATING;
  private List<Target> targets = List.of();
  private int next;
  private int silent;

  /** Null before the first. */
  private ServerAttempt current;

  private Runnable outcome;
  private boolean cancelled;
  private boolean unlimited;

  OutgoingRequest(RequestSender sender, SipRequest request, ClientUser user, Departure departure) {
    this.sender = sender;
    this.request = request;
    this.user = user;
    this.departure = departure;
    this.outcome = user::onTransportError;
  }

  /**
   * Finds the servers of a URI and tries them. Call this or {@link #start(Flow)} once.
   *
   * @param nextHop the first Route, else the Request-URI (RFC 3261 8.1.2)
   */
  public void start(SipUri nextHop) {
    if (state == State.LOCATING) {
      guarded(() -> sender.hops.find(nextHop, this::onLocated));
    }
  }

  /** Sends the request by a flow that is known, without another server to turn to. */
  public void start(Flow flow) {
    if (state == State.LOCATING) {
      guarded(() -> begin(flow, attempt(null, null)));
    }
  }

  /** Cancels as {@link #cancel(String)}, without a reason. */
  public void cancel() {
    cancel(null);
  }

  /**
   * Sends a CANCEL as soon as that is allowed, and tries no further target. The user still gets the
   * final response, or a timeout: if none comes, or immediately if no server has the request.
   *
   * @param reason value of the CANCEL's Reason header (RFC 3326); null if it has none
   * @throws IllegalStateException if this is not an INVITE
   */
  public void cancel(String reason) {
    if (cancelled) {
      return;
    }
    cancelled = true;
    if (state == State.TRYING) {
      ClientTransaction transaction = current.transaction();
      SipRequest cancel = transaction.createCancel();
      if (reason != null) {
        cancel.set(HeaderName.REASON, reason);
      }
      transaction.cancel(cancel);
    } else {
      finish(user::onTimeout);
    }
  }

  /**
   * Takes off the limit of an INVITE's ringing: the user cancels it itself, as by Timer C. To be
   * called before the start.
   */
  public void unlimited() {
    unlimited = true;
  }

  /** Returns true if the request was cancelled, before or after its final response. */
  public boolean isCancelled() {
    return cancelled;
  }

  /** Returns the flow of the last attempt; null before the first. */
  public Flow flow() {
    return current == null ? null : current.transaction().flow();
  }

  private void onLocated(List<Target> found) {
    if (state == State.LOCATING) {
      targets = sender.blacklist.toTry(found);
      guarded(this::tryNext);
    }
  }

  private void tryNext() {
    if (next == targets.size() || silent == MAX_SILENT) {
      finish(outcome);
      return;
    }
    Target target = targets.get(next++);
    boolean large = request.length() + ADDED_BYTES > MAX_UDP_BYTES;
    if (large && target.transport() == Transport.UDP) {
      open(new Target(Transport.TCP, target.address()), target);
    } else {
      open(target, null);
    }
  }

  /** Opens a flow; the fallback is for the same server, if it cannot be opened. */
  private void open(Target target, Target fallback) {
    state = State.OPENING;
    sender.hops.open(
        target, departure.from(), flow -> guarded(() -> onOpened(flow, target, fallback)));
  }

  private void onOpened(Flow flow, Target target, Target fallback) {
    if (state != State.OPENING) {
      return;
    }
    if (flow != null) {
      begin(flow, attempt(target, fallback));
    } else if (fallback != null) {
      open(fallback, null);
    } else {
      tryNext();
    }
  }

  private void begin(Flow flow, ServerAttempt attempt) {
    state = State.TRYING;
    SipRequest copy = request.copy();
    departure.completion().accept(copy, flow);
    ClientTransaction transaction =
        sender.layer.send(copy, flow, attempt, departure.branchSuffix());
    attempt.transaction(transaction);
    current = attempt;
    if (unlimited) {
      transaction.unlimited();
    }
    if (attempt.hasFallback() || next < targets.size() && silent + 1 < MAX_SILENT) {
      transaction.onSilence(attempt::onSilence);
    }
  }

  private ServerAttempt attempt(Target target, Target fallback) {
    return new ServerAttempt(this, sender.blacklist, target, fallback);
  }

  /** Runs a step; if it throws, that is a transport error. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      finish(user::onTransportError);
      throw e;
    }
  }

  ClientUser user() {
    return user;
  }

  boolean isInvite() {
    return request.method().equals(Method.INVITE);
  }

  boolean isFinished() {
    return state == State.FINISHED;
  }

  boolean isTrying(ServerAttempt attempt) {
    return state == State.TRYING && current == attempt;
  }

  /** Counts a server that has not answered. */
  void onSilent() {
    silent++;
  }

  /** Takes the response of the current attempt. */
  void onResponse(SipResponse response) {
    if (response.status() >= 200) {
      state = State.FINISHED;
    }
    user.onResponse(response);
  }

  /** Lets an attempt that was left take the place of the current one. */
  void supersede(ServerAttempt answered) {
    if (state == State.TRYING) {
      current.giveWay();
    }
    current = answered;
  }

  /** Sends the request to the same server by UDP. */
  void fallBack(Target fallback) {
    guarded(() -> open(fallback, null));
  }

  /** Turns to the next target; {@code how} tells the user if there is none. */
  void fail(Runnable how) {
    outcome = how;
    if (cancelled) {
      finish(how);
    } else if (state == State.TRYING) {
      guarded(this::tryNext);
    }
  }

  void finish(Runnable how) {
    if (state != State.FINISHED) {
      state = State.FINISHED;
      how.run();
    }
  }
}
