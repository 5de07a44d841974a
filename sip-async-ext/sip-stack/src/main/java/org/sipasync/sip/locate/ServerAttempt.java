package org.sipasync.sip.locate;

import java.time.Duration;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.RetryAfter;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transaction.ClientTransaction;
import org.sipasync.sip.transaction.ClientUser;

/**
 * One server's turn with a request.
 *
 * <pre>
 *   CURRENT --- nothing heard for 8 × T1, and there is another target ---&gt; LEFT
 *      | response, failure                                                  | late 2xx, or any final
 *      v                                                                    v response to a non-INVITE
 *   the request's {@link OutgoingRequest}: next target, or FINISHED &lt;--------+ (else ignored)
 * </pre>
 *
 * <p>For the loop's thread only.
 */
final class ServerAttempt implements ClientUser {
  private final OutgoingRequest request;
  private final Blacklist blacklist;

  /** Null if the flow was given. */
  private final Target target;

  private final Target fallback;
  private ClientTransaction transaction;
  private boolean answered;
  private boolean isLeft;

  /**
   * Creates an attempt.
   *
   * @param target null if the flow was given
   * @param fallback the same server by UDP, if this one cannot be reached; null if there is none
   */
  ServerAttempt(OutgoingRequest request, Blacklist blacklist, Target target, Target fallback) {
    this.request = request;
    this.blacklist = blacklist;
    this.target = target;
    this.fallback = fallback;
  }

  void transaction(ClientTransaction sent) {
    transaction = sent;
  }

  ClientTransaction transaction() {
    return transaction;
  }

  boolean hasFallback() {
    return fallback != null;
  }

  @Override
  public void onResponse(SipResponse response) {
    answered = true;
    boolean isInvite = request.isInvite();
    boolean accepts = isInvite && response.status() / 100 == 2;
    if (request.isFinished()) {
      if (accepts) {
        request.user().onResponse(response);
      }
    } else if (!isLeft) {
      onAwaited(response);
    } else if (isInvite ? accepts : response.status() >= 200 && response.status() != 503) {
      request.supersede(this);
      onAwaited(response);
    }
  }

  private void onAwaited(SipResponse response) {
    if (response.status() == 503) {
      blame(retryAfter(response));
      request.fail(() -> request.user().onResponse(response));
      return;
    }
    if (target != null) {
      blacklist.remove(target);
    }
    request.onResponse(response);
  }

  /** Ends the attempt, because another server that was left has answered after all. */
  void giveWay() {
    if (request.isInvite()) {
      transaction.cancel();
    } else {
      transaction.abandon();
    }
  }

  /** Turns to the next target, or to the same server by UDP. */
  void onSilence() {
    if (!request.isTrying(this) || request.isCancelled()) {
      return;
    }
    isLeft = true;
    transaction.leave();
    if (fallback != null) {
      request.fallBack(fallback);
    } else {
      onSilentServer();
    }
  }

  private void onSilentServer() {
    blame(null);
    request.onSilent();
    request.fail(request.user()::onTimeout);
  }

  @Override
  public void onTimeout() {
    if (isLeft) {
      return;
    }
    if (answered) {
      request.finish(request.user()::onTimeout);
    } else {
      onSilentServer();
    }
  }

  @Override
  public void onTransportError() {
    if (isLeft) {
      return;
    }
    if (answered || transaction.isRefused()) {
      request.finish(request.user()::onTransportError);
    } else if (request.isCancelled()) {
      request.finish(request.user()::onTimeout);
    } else if (fallback != null) {
      request.fallBack(fallback);
    } else {
      blame(null);
      request.fail(request.user()::onTransportError);
    }
  }

  /** Remembers that the server has failed; null: for the usual time. */
  private void blame(Duration retryAfter) {
    if (target != null && retryAfter == null) {
      blacklist.add(target);
    } else if (target != null) {
      blacklist.add(target, retryAfter);
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
