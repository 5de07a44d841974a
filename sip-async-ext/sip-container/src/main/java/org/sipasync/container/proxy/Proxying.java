package org.sipasync.container.proxy;

import java.time.Duration;
import java.util.List;
import javax.servlet.sip.Proxy;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.outbound.Exit;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Lane;
import org.sipasync.container.session.Timers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;

/**
 * One proxied request: its targets, and when the search for one ends. What becomes of their
 * responses is the {@link ResponseContext}'s.
 *
 * <pre>
 *   NEW --- start ---&gt; SEARCHING --- 2xx, 6xx, CANCEL ---&gt; CLOSED: no new branches,
 *    |                                                       open ones are cancelled
 *    +----- refused: 420, 440, 482
 * </pre>
 *
 * <p>For the session's lane.
 */
public final class Proxying {
  private final ProxyServices services;
  private final Upstream upstream;
  private final ProxySettings settings = new ProxySettings();
  private final int defaultSeconds;
  private final ProxyFacade facade;
  private final Outgoing outgoing;
  private final Targets targets;
  private final ResponseContext responses;
  private final Dialogs dialogs;
  boolean parallel = true;
  boolean supervised = true;
  boolean noCancel;
  private Timers.Handle timer;
  private boolean started;
  private boolean closed;
  private boolean cancelled;

  /**
   * Makes a proxy that has sent nothing yet.
   *
   * @param defaultSeconds timeout unless the application sets one; 0 if there is none
   */
  Proxying(ProxyServices services, Upstream upstream, Dialogs dialogs, int defaultSeconds) {
    this.services = services;
    this.upstream = upstream;
    this.dialogs = dialogs;
    this.defaultSeconds = defaultSeconds;
    this.facade = new ProxyFacade(this, settings);
    this.outgoing = new Outgoing(services, upstream, dialogs);
    this.targets = new Targets(upstream.received(), settings, this::newBranch);
    this.responses = new ResponseContext(this, upstream, dialogs, targets);
  }

  /** Sets the way that requests take. */
  void leavesBy(Exit exit) {
    settings.exit = exit;
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

  /** Timers of the loop that the call belongs to. */
  Timers timers() {
    return services.sessions().timers().of(upstream.received().callId());
  }

  Lane lane() {
    return upstream.lane();
  }

  RequestFacade request() {
    return upstream.request();
  }

  DialogSession session() {
    return upstream.session();
  }

  Targets targets() {
    return targets;
  }

  Outgoing outgoing() {
    return outgoing;
  }

  ResponseContext responses() {
    return responses;
  }

  /** True if requests have been sent. */
  public boolean isStarted() {
    return started;
  }

  /** True if the caller has cancelled its INVITE. */
  boolean isCancelled() {
    return cancelled;
  }

  /** True if no branch is added any more. */
  boolean isClosed() {
    return closed;
  }

  /**
   * Seconds that a parallel search may take, or each branch of a sequential one; 0 if only Timer C
   * ends it.
   */
  int seconds() {
    return settings.timeoutSeconds > 0 ? settings.timeoutSeconds : defaultSeconds;
  }

  /** Seconds that a branch may take; 0 if only Timer C or the whole search ends it. */
  int secondsFor(Branch branch) {
    int own = branch.settings().timeoutSeconds;
    return own > 0 || parallel ? own : seconds();
  }

  boolean isInitial() {
    return request().isInitial();
  }

  /**
   * Refuses branches of the application's own within a dialog, where the request goes on by itself.
   *
   * @throws IllegalStateException if the request is within a dialog
   */
  void checkInitial() {
    if (!isInitial()) {
      throw new IllegalStateException(
          request().name() + " is within a proxied dialog: it goes on by itself after the handler");
    }
  }

  /**
   * Refuses further branches.
   *
   * @throws IllegalStateException if the search is over
   */
  void checkOpen() {
    request().checkOpen("proxying");
    if (closed || responses.isDone() || upstream.isAnswered()) {
      String why = cancelled ? "was cancelled" : "has its final response";
      throw new IllegalStateException(request().name() + " cannot be proxied: it " + why);
    }
  }

  /**
   * Refuses a target that there is no next hop to.
   *
   * @param routed true if the request has a Route
   * @throws IllegalArgumentException naming its scheme
   */
  static void checkTarget(Uri target, boolean routed) {
    if (!(target instanceof SipUri) && !routed) {
      throw new IllegalArgumentException(
          "A " + target.scheme() + " URI has no next hop; push a Route or give a sip URI");
    }
  }

  /** Sends a request within its dialog on, to its Request-URI; once, unless it has its answer. */
  public void forward() {
    if (started || upstream.isAnswered()) {
      return;
    }
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
    dialogs.start(supervised);
    SipResponse refusal = outgoing.refusal(targets.breadth());
    if (refusal != null) {
      responses.fail(refusal);
      return false;
    }
    if (parallel && seconds() > 0) {
      Duration whole = Duration.ofSeconds(seconds());
      timer = timers().after(whole, () -> lane().execute(this::onTimeout));
    }
    return true;
  }

  /** The time for a parallel search is over. */
  private void onTimeout() {
    if (!responses.isDone() && !responses.isAccepted()) {
      targets.forgetWaiting();
      targets.timeOut();
    }
  }

  /** Takes in that the last branch has ended. */
  void onDone() {
    if (timer != null) {
      timer.cancel();
    }
    dialogs.end();
  }

  /**
   * Adds no further branches, and cancels the open ones.
   *
   * @param reason Reason header; null if there is none
   */
  void stop(String reason) {
    closed = true;
    targets.forgetWaiting();
    targets.cancelOpen(reason);
  }

  /** The caller has cancelled its INVITE; the branches' 487 will answer it. */
  public void onCancel(String reason) {
    cancelled = true;
    stop(reason);
    responses.decide();
  }

  /** The request has its final response without the proxy: nobody has answered in time. */
  public void onUpstreamEnded() {
    stop(null);
    responses.finish();
  }

  /** Cancels for the application, which may still add branches. */
  void cancel(String reason) {
    if (responses.isDone() || upstream.isAnswered()) {
      throw new IllegalStateException(request().name() + " has its final response");
    }
    targets.forgetWaiting();
    targets.cancelOpen(reason);
    responses.decide();
  }

  /** Cancels one branch for the application, and those that its redirection has made. */
  void cancel(Branch branch, String reason) {
    if (!branch.isOpen() && branch.children().isEmpty()) {
      throw new IllegalStateException("Branch to " + branch.target() + " is not open");
    }
    targets.cancel(branch, reason);
    responses.decide();
  }

  /** Takes in that the application keeps a request within the dialog, by a final response. */
  public void onAnsweredHere(int status) {
    if (!started) {
      dialogs.onAnsweredHere(status);
    }
  }

  /** Takes in that the application has accepted the request itself while branches are open. */
  public void onVirtualOk() {
    dialogs.onAnsweredHere(200);
    stop(null);
    responses.onVirtualOk();
  }

  /** Takes a failure of the application while branches are open: that of a virtual branch. */
  public void onVirtualFailure(SipResponse response) {
    if (response.status() >= 600) {
      stop(null);
    }
    responses.onVirtualFailure(response);
  }
}
