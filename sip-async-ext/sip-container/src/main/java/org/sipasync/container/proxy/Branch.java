package org.sipasync.container.proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.servlet.sip.ProxyBranch;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.message.Sips;
import org.sipasync.container.session.Timers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;

/**
 * One target of a proxied request.
 *
 * <pre>
 *   CREATED --- start ---> TRYING --- 1xx ---> PROCEEDING
 *                            |  |                |    |
 *                            |  | CANCEL wanted  |    | cancel, timeout, Timer C: CANCEL
 *                            |  v                |    v
 *                            | CANCELLING &lt;------|----+
 *                            |  |                |
 *       timeout, no 1xx or   |  |
 *       non-INVITE: 408,     |  | final response, timeout: 408, no way: 503
 *       CANCEL wanted        v  v                v
 *                           ENDED: nothing counts any more but 2xx to an INVITE
 * </pre>
 *
 * <p>After a timeout each failure counts as 408, whatever the cancelled callee says. For the
 * session's lane.
 */
final class Branch {
  private enum State {
    CREATED,
    TRYING,
    PROCEEDING,
    CANCELLING,
    ENDED
  }

  private final Proxying proxying;
  private final Uri target;
  private final ProxySettings settings;
  private final RequestFacade request;
  private final List<Branch> children = new ArrayList<>(0);
  private final ClientSide client;
  private BranchFacade facade;
  private State state = State.CREATED;
  private ResponseFacade lastResponse;
  private boolean timedOut;
  private int breadth;

  /** Callees that it has led to so far, by their tags. Immutable before the first. */
  private Set<String> early = Set.of();

  /** 2xx that have gone upstream, by the callee's tag. Immutable before the first. */
  private Map<String, byte[]> accepted = Map.of();

  /** Time on the session's clock when Timer C fires. */
  private long timerC;

  private long deadline;
  private Timers.Handle timer;

  /**
   * Makes a branch that can be started once.
   *
   * @param message to be sent, with the target as its Request-URI
   */
  Branch(Proxying proxying, Uri target, SipRequest message, ProxySettings settings) {
    this.proxying = proxying;
    this.target = target;
    this.settings = settings;
    this.request = BranchContext.request(this, message, proxying.request(), proxying.session());
    this.client = new ClientSide(this, proxying.services().downstream(), proxying.lane());
  }

  ProxyBranch facade() {
    if (facade == null) {
      facade = new BranchFacade(this, proxying);
    }
    return facade;
  }

  Uri target() {
    return target;
  }

  ProxySettings settings() {
    return settings;
  }

  RequestFacade request() {
    return request;
  }

  /** Branches that a redirection of this one has made. */
  List<Branch> children() {
    return children;
  }

  ResponseFacade lastResponse() {
    return lastResponse;
  }

  void lastResponse(ResponseFacade response) {
    lastResponse = response;
  }

  int breadth() {
    return breadth;
  }

  /** Notes an early dialog: as many as one request may have. */
  void early(String tag) {
    if (early.isEmpty()) {
      early = new HashSet<>(2);
    }
    if (early.size() < ProxiedCall.MAX_DIALOGS) {
      early.add(tag);
    }
  }

  Set<String> earlyTags() {
    return early;
  }

  boolean isStarted() {
    return state != State.CREATED;
  }

  /** True if its final response is still to come. */
  boolean isOpen() {
    return isStarted() && state != State.ENDED;
  }

  /** True if its callee has been told, or will be, that nobody waits any more. */
  boolean isCancelled() {
    return state == State.CANCELLING;
  }

  /** True if a sequential search waits for it. */
  boolean isAwaited() {
    return isOpen() && state != State.CANCELLING;
  }

  private boolean isInvite() {
    return request.message().method() == Method.INVITE;
  }

  /**
   * Sends the request.
   *
   * @param share Max-Breadth to send; its owner gets it back when the branch has ended
   */
  void start(int share) {
    breadth = share;
    state = State.TRYING;
    SipRequest message = request.message();
    message.set(ForwardedRequest.MAX_BREADTH, share);
    request.commit();
    try {
      ForwardedRequest.postprocess(message);
    } catch (ParseException e) {
      proxying.lane().execute(() -> fail(400));
      return;
    }
    Outgoing outgoing = proxying.outgoing();
    if (outgoing.isSecure() && target instanceof SipUri && !Sips.is(target)) {
      String host = proxying.services().host().defaultAddress().host();
      proxying.lane().execute(() -> end(Sips.notAllowed(request.message(), host), null));
      return;
    }
    startTimer();
    client.send(message, settings.exit, outgoing, outgoing.recorder(message, settings));
  }

  /** The earlier of the branch's timeout and Timer C, which is an INVITE's only. */
  private void startTimer() {
    long now = timers().currentTimeMillis();
    int seconds = proxying.secondsFor(this);
    deadline = seconds == 0 ? Long.MAX_VALUE : now + seconds * 1000L;
    timerC = isInvite() ? now + timerCMillis() : Long.MAX_VALUE;
    waitForTimer(now);
  }

  /** Length of Timer C: an application that gives a branch more time has it (16.6 item 11). */
  private long timerCMillis() {
    int longest = Math.max(proxying.secondsFor(this), proxying.seconds());
    return Math.max(ProxySettings.TIMER_C_SECONDS, longest) * 1000L;
  }

  private Timers timers() {
    return proxying.timers();
  }

  private void waitForTimer(long now) {
    long next = Math.min(deadline, timerC);
    if (next < Long.MAX_VALUE) {
      Duration left = Duration.ofMillis(Math.max(0, next - now));
      timer = timers().after(left, () -> proxying.lane().execute(this::onTimer));
    }
  }

  private void onTimer() {
    if (!isAwaited()) {
      return;
    }
    long now = timers().currentTimeMillis();
    if (now < Math.min(deadline, timerC)) {
      waitForTimer(now);
    } else {
      timeOut();
    }
  }

  /** Ends the wait for it: RFC 3261 16.8. Its CANCEL goes out as soon as it may. */
  void timeOut() {
    if (!isAwaited()) {
      return;
    }
    timedOut = true;
    boolean heard = state == State.PROCEEDING && isInvite();
    cancel(null);
    if (heard) {
      proxying.responses().onGivenUp();
    } else {
      end(request.message().response(408), null);
    }
  }

  /**
   * Cancels it if it is an INVITE without final response; nothing is done the second time.
   *
   * @param reason Reason header; null if there is none
   */
  void cancel(String reason) {
    if (isAwaited() && isInvite()) {
      state = State.CANCELLING;
      client.cancel(reason);
    }
  }

  /** A response, with our Via removed. */
  void onResponse(SipResponse response, MessageOrigin origin) {
    int status = response.status();
    if (status < 200) {
      onProvisional(response, origin);
    } else if (state != State.ENDED) {
      boolean failed = status >= 300;
      end(failed && timedOut ? request.message().response(408) : response, origin);
    } else if (status < 300 && isInvite()) {
      onFurtherOk(response, origin);
    }
  }

  private void onProvisional(SipResponse response, MessageOrigin origin) {
    if (state == State.ENDED) {
      return;
    }
    if (state == State.TRYING) {
      state = State.PROCEEDING;
    }
    if (response.status() > 100) {
      timerC = isInvite() ? timers().currentTimeMillis() + timerCMillis() : timerC;
      proxying.responses().onProvisional(this, response, origin);
    }
  }

  /** The callee repeats its 2xx, another phone behind the branch accepts, or it is late. */
  private void onFurtherOk(SipResponse response, MessageOrigin origin) {
    String tag = Tags.to(response);
    if (!accepted.containsKey(tag)) {
      if (accepted.size() < ProxiedCall.MAX_DIALOGS) {
        proxying.responses().onOk(this, response, origin);
      }
    } else if (accepted.get(tag).length > 0) {
      proxying.responses().onRepeatedOk(accepted.get(tag));
    }
  }

  /**
   * Notes that a 2xx is on its way upstream.
   *
   * @param bytes empty as long as the application has it
   */
  void accepted(String tag, byte[] bytes) {
    if (accepted.isEmpty()) {
      accepted = new HashMap<>(2);
    }
    accepted.put(tag, bytes);
  }

  boolean hasAccepted(String tag) {
    return accepted.containsKey(tag);
  }

  /** No response came in time. */
  void onTimeout() {
    fail(proxying.isCancelled() || state == State.CANCELLING ? 487 : 408);
  }

  /** There is no way to the target, or it refuses: RFC 3261 16.9. */
  void onTransportError() {
    fail(503);
  }

  private void fail(int status) {
    if (state != State.ENDED) {
      end(request.message().response(timedOut ? 408 : status), null);
    }
  }

  private void end(SipResponse last, MessageOrigin origin) {
    state = State.ENDED;
    if (timer != null) {
      timer.cancel();
    }
    proxying.responses().onFinal(this, last, origin);
  }
}
