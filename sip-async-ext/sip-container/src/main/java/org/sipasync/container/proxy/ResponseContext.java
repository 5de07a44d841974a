package org.sipasync.container.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.Uri;

/**
 * Responses to one proxied request, and which of them go upstream (RFC 3261 16.7).
 *
 * <pre>
 *     1xx: upstream                                          2xx to INVITE: upstream
 *        +--+        2xx: upstream, others cancelled            +---+
 *        v  |     +--------------------------------------&gt; ACCEPTED | &lt;-+
 *     SEARCHING --+                                             |
 *          |                                                    | no branch is open
 *          | no branch is open, none waits, the application     v
 *          +-- has no failure in its hands: best failure ----&gt; DONE: further 2xx to INVITE
 *                                                               upstream, if one was before
 * </pre>
 *
 * <p>A response that the application has suspended goes upstream when it is resumed, and so long
 * holds back the choice of the best. For the session's lane.
 */
final class ResponseContext {
  private final Proxying proxying;
  private final Upstream upstream;
  private final Dialogs dialogs;
  private final Targets targets;
  private final List<Failure> failures = new ArrayList<>(1);
  private boolean accepted;
  private boolean done;

  /** Failures that the application is told of, or has suspended. */
  private int inHands;

  ResponseContext(Proxying proxying, Upstream upstream, Dialogs dialogs, Targets targets) {
    this.proxying = proxying;
    this.upstream = upstream;
    this.dialogs = dialogs;
    this.targets = targets;
  }

  /** True after a 2xx. */
  boolean isAccepted() {
    return accepted;
  }

  /** True once it is answered and no branch is open. */
  boolean isDone() {
    return done;
  }

  private boolean isInvite() {
    return upstream.received().method() == Method.INVITE;
  }

  void onProvisional(Branch branch, SipResponse response, MessageOrigin origin) {
    if (upstream.isAnswered()) {
      return;
    }
    DialogSession session = dialogs.sessionOf(upstream.request(), response);
    branch.early(Tags.to(response));
    dialogs.onProvisional(session, response);
    tell(session, branch, response, origin, false, seen -> pass(branch, seen));
  }

  /** Passes a provisional response on, unless its branch was cancelled by who has seen it. */
  private void pass(Branch branch, SipResponse provisional) {
    if (!upstream.isAnswered() && !branch.isCancelled()) {
      upstream.pass(provisional);
    }
  }

  /** A branch has its final response. */
  void onFinal(Branch branch, SipResponse response, MessageOrigin origin) {
    targets.onFinal(branch);
    if (response.status() / 100 == 2) {
      onOk(branch, response, origin);
      return;
    }
    dialogs.onBranchFailure(branch.earlyTags());
    if (accepted || upstream.isAnswered()) {
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
    if (!proxying.noCancel) {
      proxying.stop(null);
    }
    String tag = Tags.to(response);
    branch.accepted(tag, new byte[0]);
    DialogSession session = dialogs.sessionOf(upstream.request(), response);
    dialogs.onOk(session, response);
    tell(session, branch, response, origin, false, seen -> accept(session, branch, seen, tag));
  }

  private void accept(DialogSession session, Branch branch, SipResponse ok, String tag) {
    if (!branch.settings().recordRoute) {
      dialogs.onPassingBy(session);
    }
    boolean isAnother = upstream.isAnswered();
    byte[] bytes = isInvite() ? ok.toBytes() : new byte[0];
    branch.accepted(tag, bytes);
    if (!isAnother) {
      upstream.pass(ok);
    } else if (isInvite()) {
      upstream.passAgain(bytes);
    }
    finish();
  }

  /** The callee repeats its 2xx: the first copy may have been lost on the way to the caller. */
  void onRepeatedOk(byte[] ok) {
    upstream.passAgain(ok);
  }

  private void onFailure(Failure failure) {
    if (failure.status() >= 600) {
      proxying.stop(null);
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
          upstream.session(),
          failure.branch(),
          failure.response(),
          failure.origin(),
          true,
          seen -> goOn(failure.branch(), redirected));
    }
  }

  private List<Uri> redirected(Failure failure) {
    boolean follows = failure.status() / 100 == 3 && failure.branch().settings().recurse;
    return follows && !proxying.isClosed() ? targets.redirected(failure.response()) : List.of();
  }

  /** Goes on after the application has seen a failure that is not the last word. */
  private void goOn(Branch failed, List<Uri> redirected) {
    inHands--;
    if (!proxying.isClosed()) {
      targets.recurse(failed, redirected);
    }
    targets.start(proxying.parallel);
    decide();
  }

  /** A branch will not answer in time: a sequential search goes on. */
  void onGivenUp() {
    targets.start(proxying.parallel);
  }

  /** Sends the best failure upstream once nothing better can come. */
  void decide() {
    boolean isOpen = !targets.areDone() || inHands > 0;
    if (!proxying.isStarted() || accepted || upstream.isAnswered() || isOpen) {
      return;
    }
    Failure best = Failure.bestOf(failures);
    if (best == null) {
      fail(upstream.received().response(proxying.isCancelled() ? 487 : 408));
      return;
    }
    inHands++;
    SipResponse response = best.forwarded(failures);
    tell(upstream.session(), best.branch(), response, best.origin(), false, this::onBestSeen);
  }

  /** The application has seen the best response; it may have added branches. */
  private void onBestSeen(SipResponse best) {
    inHands--;
    if (targets.areDone()) {
      fail(BestResponse.sent(best));
    }
  }

  /** Sends a failure upstream. */
  void fail(SipResponse response) {
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
      Consumer<SipResponse> next) {
    Consumer<SipResponse> then =
        seen -> {
          upstream.cameFrom(origin == null || intermediate ? null : origin.initial());
          next.accept(seen);
          upstream.cameFrom(null);
        };
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
    ProxyHost host = proxying.services().host();
    if (proxying.supervised) {
      host.call(session, told);
    } else {
      told.goOn();
      host.settle(session);
    }
  }

  /** Ends it if it is answered and nothing is open. */
  void finish() {
    boolean answered = accepted || upstream.isAnswered();
    if (!done && answered && targets.areClosed() && inHands == 0) {
      done = true;
      proxying.onDone();
    }
  }

  /** The application has sent a 2xx of its own. */
  void onVirtualOk() {
    accepted = true;
    finish();
  }

  /** The application has made a failure, which counts as a branch's. */
  void onVirtualFailure(SipResponse response) {
    failures.add(new Failure(null, response, null));
    decide();
  }
}
