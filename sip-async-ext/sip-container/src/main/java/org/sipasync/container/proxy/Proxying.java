package org.sipasync.container.proxy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.servlet.sip.Proxy;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Lane;
import org.sipasync.container.session.Timers;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;

/**
 * One proxied request: the response context of RFC 3261 16.7.
 *
 * <pre>
 *           1xx: upstream
 *                +--+       2xx: upstream, others cancelled
 *                v  |     +------------------------------------&gt; ACCEPTED --+ 2xx to INVITE:
 *   NEW ---&gt; SEARCHING ---+                                       |   ^     | upstream
 *    |  start            |                                        |   +-----+
 *    |                   | no branch is open, none waits, the     | no branch is open
 *    | refused: 420,     | application has no failure in its      v
 *    | 440, 482          | hands: best failure upstream --------&gt; DONE: 2xx to INVITE upstream,
 *    +-------------------------------------------------------------^   if one was before
 * </pre>
 *
 * <p>A response that the application has suspended goes upstream when it is resumed, and so long
 * holds back the choice of the best. For the session's lane.
 */
public final class Proxying {
  private final ProxyServices services;
  private final Upstream upstream;
  private final ProxySettings settings;
  private final ProxyFacade facade;
  private final Dialogs dialogs;
  private final Outgoing outgoing;
  private final Targets targets;
  private final Lane lane;
  private final List<Failure> failures = new ArrayList<>(1);
  boolean parallel = true;
  boolean supervised = true;
  boolean noCancel;
  private Timers.Handle timer;
  private boolean started;

  /** No branch is added any more: 2xx, 6xx, CANCEL. */
  private boolean closed;

  private boolean cancelled;
  private boolean accepted;
  private boolean done;

  /** Failures that the application is told of, or has suspended. */
  private int inHands;

  Proxying(ProxyServices services, Upstream upstream, Dialogs dialogs) {
    this.services = services;
    this.upstream = upstream;
    this.dialogs = dialogs;
    this.settings = new ProxySettings(services.host().defaultAddress());
    this.facade = new ProxyFacade(this, settings);
    this.outgoing = new Outgoing(services, upstream, dialogs);
    this.targets = new Targets(upstream.received(), settings, this::newBranch);
    this.lane = upstream.session().getApplicationSession().lane();
  }

  private Branch newBranch(Uri target, ProxySettings ofBranch) {
    SipRequest message = ForwardedRequest.of(request().message(), target);
    return new Branch(this, target, message, ofBranch);
  }

  /** The proxy as the application sees it. */
  public Proxy facade() {
    return facade;
  }

  ProxyServices services() {
    return services;
  }

  Lane lane() {
    return lane;
  }

  RequestFacade request() {
    return upstream.request();
  }

  Targets targets() {
    return targets;
  }

  Outgoing outgoing() {
    return outgoing;
  }

  DialogSession session() {
    return upstream.session();
  }

  /** True if requests have been sent. */
  public boolean isStarted() {
    return started;
  }

  boolean isCancelled() {
    return cancelled;
  }

  boolean isInterface(InetSocketAddress address) {
    return services.host().isInterface(address);
  }

  private boolean isInvite() {
    return upstream.received().method() == Method.INVITE;
  }

  /** Seconds that a branch may take; 0 if only Timer C ends it. */
  int secondsFor(Branch branch) {
    int own = branch.settings().timeoutSeconds;
    return own > 0 || parallel ? own : settings.timeoutSeconds;
  }

  // --- start -----------------------------------------------------------------------------------

  /**
   * Refuses further branches.
   *
   * @throws IllegalStateException if the search is over
   */
  void checkOpen() {
    request().checkOpen("proxying");
    if (closed || done || upstream.isAnswered()) {
      String why = cancelled ? "was cancelled" : "has its final response";
      throw new IllegalStateException(request().name() + " cannot be proxied: it " + why);
    }
  }

  /**
   * Refuses a target that there is no next hop to.
   *
   * @throws IllegalArgumentException naming its scheme
   */
  void checkTarget(Uri target) {
    if (!(target instanceof SipUri) && !request().message().has(HeaderName.ROUTE)) {
      throw new IllegalArgumentException(
          "A " + target.scheme() + " URI has no next hop; push a Route or give a sip URI");
    }
  }

  /** Sends a request within its dialog on, to its Request-URI. */
  public void forward() {
    try {
      start(List.of(targets.create(request().message().uri())));
    } catch (ParseException e) {
      upstream.pass(upstream.received().response(400, e.reason()));
    }
  }

  /** Starts branches: all, or one after the other. */
  void start(List<Branch> branches) {
    checkOpen();
    if (started || begin()) {
      targets.add(branches);
      targets.start(parallel);
    }
  }

  private boolean begin() {
    if (!upstream.startProxying()) {
      throw new IllegalStateException(request().name() + " cannot be proxied: it was cancelled");
    }
    started = true;
    dialogs.start();
    SipResponse refusal = outgoing.refusal(targets.breadth());
    if (refusal != null) {
      fail(refusal);
      return false;
    }
    if (parallel && settings.timeoutSeconds > 0) {
      Duration whole = Duration.ofSeconds(settings.timeoutSeconds);
      timer = services.sessions().timers().after(whole, () -> lane.execute(this::onTimeout));
    }
    return true;
  }

  // --- responses -------------------------------------------------------------------------------

  void onProvisional(Branch branch, SipResponse response, MessageOrigin origin) {
    if (upstream.isAnswered()) {
      return;
    }
    DialogSession session = dialogs.sessionOf(response);
    tell(session, branch, response, origin, false, seen -> pass(session, seen));
  }

  private void pass(DialogSession session, SipResponse provisional) {
    if (!upstream.isAnswered()) {
      dialogs.onProvisional(session, provisional);
      upstream.pass(provisional);
    }
  }

  /** A branch has its final response. */
  void onFinal(Branch branch, SipResponse response, MessageOrigin origin) {
    targets.onFinal(branch);
    if (response.status() / 100 == 2) {
      onOk(branch, response, origin);
    } else if (accepted || upstream.isAnswered()) {
      finish();
    } else {
      onFailure(new Failure(branch, response, origin));
    }
  }

  /** A 2xx: the first one, or for an INVITE any. */
  void onOk(Branch branch, SipResponse response, MessageOrigin origin) {
    boolean late = upstream.isAnswered() && !accepted;
    if (late || accepted && !isInvite()) {
      finish();
      return;
    }
    accepted = true;
    targets.forgetWaiting();
    if (!noCancel) {
      stop(null);
    }
    String tag = ProxiedCall.tag(response);
    branch.accepted(tag, new byte[0]);
    DialogSession session = dialogs.sessionOf(response);
    tell(session, branch, response, origin, false, seen -> accept(session, branch, seen, tag));
  }

  private void accept(DialogSession session, Branch branch, SipResponse ok, String tag) {
    dialogs.onOk(session, ok, branch.settings().recordRoute);
    boolean another = upstream.isAnswered();
    if (isInvite()) {
      branch.accepted(tag, ok.toBytes());
    }
    if (another) {
      upstream.passAgain(ok.toBytes());
    } else {
      upstream.pass(ok);
    }
    finish();
  }

  /** The callee repeats its 2xx: the first copy may have been lost on the way to the caller. */
  void onRepeatedOk(byte[] ok) {
    upstream.passAgain(ok);
  }

  private void onFailure(Failure failure) {
    if (failure.status() >= 600) {
      stop(null);
    }
    List<Uri> redirected = redirected(failure);
    if (redirected.isEmpty()) {
      failures.add(failure);
    }
    boolean isLast = targets.areDone() && inHands == 0 && redirected.isEmpty();
    if (isLast && Failure.bestOf(failures) == failure) {
      decide();
    } else {
      inHands++;
      tell(
          session(),
          failure.branch(),
          failure.response(),
          failure.origin(),
          true,
          seen -> goOn(failure.branch(), redirected));
    }
  }

  private List<Uri> redirected(Failure failure) {
    boolean follows = failure.status() / 100 == 3 && failure.branch().settings().recurse;
    return follows && !closed ? targets.redirected(failure.response()) : List.of();
  }

  /** Goes on after the application has seen a failure that is not the last word. */
  private void goOn(Branch failed, List<Uri> redirected) {
    inHands--;
    if (!closed) {
      targets.recurse(failed, redirected);
    }
    targets.start(parallel);
    decide();
  }

  /** A branch will not answer in time: a sequential search goes on. */
  void onGivenUp() {
    targets.start(parallel);
  }

  /** Sends the best failure upstream once nothing better can come. */
  private void decide() {
    boolean open = !targets.areDone() || inHands > 0;
    if (!started || accepted || upstream.isAnswered() || open) {
      return;
    }
    Failure best = Failure.bestOf(failures);
    if (best == null) {
      fail(upstream.received().response(cancelled ? 487 : 408));
      return;
    }
    inHands++;
    SipResponse response = best.forwarded(failures);
    tell(session(), best.branch(), response, best.origin(), false, this::onBestSeen);
  }

  /** The application has seen the best response; it may have added branches. */
  private void onBestSeen(SipResponse best) {
    inHands--;
    if (targets.areDone()) {
      fail(best);
    }
  }

  private void fail(SipResponse response) {
    if (!upstream.isAnswered()) {
      dialogs.onFailure(response.status());
      upstream.pass(response);
    }
    finish();
  }

  /** Hands a response to the application, if it is to be told, and goes on with what it makes. */
  private void tell(
      DialogSession session,
      Branch branch,
      SipResponse response,
      MessageOrigin origin,
      boolean intermediate,
      Consumer<SipResponse> then) {
    if (session == null || branch == null || !session.isValid()) {
      then.accept(response);
      return;
    }
    ResponseFacade told = BranchContext.response(branch, response, session, origin, intermediate);
    branch.lastResponse(told);
    told.holdBack(
        () -> {
          told.commit();
          then.accept(told.message());
        });
    if (supervised) {
      services.host().call(session, told);
    } else {
      told.goOn();
      services.host().settle(session);
    }
  }

  // --- ends ------------------------------------------------------------------------------------

  private void finish() {
    boolean answered = accepted || upstream.isAnswered();
    if (done || !answered || !targets.areClosed() || inHands > 0) {
      return;
    }
    done = true;
    if (timer != null) {
      timer.cancel();
    }
    dialogs.end();
  }

  private void stop(String reason) {
    closed = true;
    targets.forgetWaiting();
    targets.cancelOpen(reason);
  }

  /** The time for a parallel search is over. */
  private void onTimeout() {
    if (!done && !accepted) {
      targets.forgetWaiting();
      targets.timeOut();
    }
  }

  /** The caller has cancelled its INVITE; the branches' 487 will answer it. */
  public void onCancel(String reason) {
    cancelled = true;
    stop(reason);
    decide();
  }

  /** The request has its final response without the proxy: nobody has answered in time. */
  public void onUpstreamEnded() {
    stop(null);
    finish();
  }

  /** Cancels for the application, which may still add branches. */
  void cancel(String reason) {
    if (done || upstream.isAnswered()) {
      throw new IllegalStateException(request().name() + " has its final response");
    }
    targets.forgetWaiting();
    targets.cancelOpen(reason);
    decide();
  }

  /** Cancels one branch for the application, and those that its redirection has made. */
  void cancel(Branch branch, String reason) {
    if (!branch.isOpen() && branch.children().isEmpty()) {
      throw new IllegalStateException("Branch to " + branch.target() + " is not open");
    }
    targets.cancel(branch, reason);
    decide();
  }

  /** Takes in that the application has accepted the request itself while branches are open. */
  public void onVirtualOk() {
    accepted = true;
    stop(null);
    finish();
  }

  /** Takes a failure of the application while branches are open: that of a virtual branch. */
  public void onVirtualFailure(SipResponse response) {
    failures.add(new Failure(null, response, null));
    if (response.status() >= 600) {
      stop(null);
    }
    decide();
  }
}
