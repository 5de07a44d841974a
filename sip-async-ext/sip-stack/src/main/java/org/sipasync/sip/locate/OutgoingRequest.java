package org.sipasync.sip.locate;

import java.time.Duration;
import java.util.List;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.RetryAfter;
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
 * <p>A request too large for UDP is tried by TCP first (RFC 3261 18.1.1), and by UDP if that
 * connection fails. For the loop's thread only.
 */
public final class OutgoingRequest {
  /** Limit of RFC 3261 18.1.1 for an unknown path MTU. */
  private static final int MAX_UDP_BYTES = 1300;

  /** Approximate length of our Via and of a proxy's Record-Route. */
  private static final int ADDED_BYTES = 200;

  /** Silent servers after which the rest is not tried: each takes 64 × T1. */
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
  private ClientTransaction transaction;
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
      guarded(() -> begin(flow, new Attempt(null, null)));
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
    return transaction == null ? null : transaction.flow();
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
      begin(flow, new Attempt(target, fallback));
    } else if (fallback != null) {
      open(fallback, null);
    } else {
      tryNext();
    }
  }

  private void begin(Flow flow, Attempt attempt) {
    state = State.TRYING;
    SipRequest copy = request.copy();
    departure.completion().accept(copy, flow);
    transaction = sender.layer.send(copy, flow, attempt, departure.branchSuffix());
    if (unlimited) {
      transaction.unlimited();
    }
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

  private void finish(Runnable how) {
    if (state != State.FINISHED) {
      state = State.FINISHED;
      how.run();
    }
  }

  private final class Attempt implements ClientUser {
    /** Null if the flow was given. */
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
        blame(retryAfter(response));
        fail(() -> user.onResponse(response));
        return;
      }
      if (target != null) {
        sender.blacklist.remove(target);
      }
      if (response.status() >= 200) {
        state = State.FINISHED;
      }
      user.onResponse(response);
    }

    @Override
    public void onTimeout() {
      if (answered) {
        finish(user::onTimeout);
      } else {
        silent++;
        blame(null);
        fail(user::onTimeout);
      }
    }

    @Override
    public void onTransportError() {
      if (answered || transaction.isRefused()) {
        finish(user::onTransportError);
      } else if (cancelled) {
        finish(user::onTimeout);
      } else if (fallback != null) {
        guarded(() -> open(fallback, null));
      } else {
        blame(null);
        fail(user::onTransportError);
      }
    }

    private void fail(Runnable how) {
      outcome = how;
      if (cancelled) {
        finish(how);
      } else if (state == State.TRYING) {
        guarded(OutgoingRequest.this::tryNext);
      }
    }

    /** Remembers that the server has failed; null: for the usual time. */
    private void blame(Duration retryAfter) {
      if (target != null && retryAfter == null) {
        sender.blacklist.add(target);
      } else if (target != null) {
        sender.blacklist.add(target, retryAfter);
      }
    }

    private static Duration retryAfter(SipResponse response) {
      try {
        RetryAfter value = response.get(Headers.RETRY_AFTER);
        return value == null ? null : Duration.ofSeconds(value.seconds());
      } catch (ParseException e) {
        return null;
      }
    }
  }
}
