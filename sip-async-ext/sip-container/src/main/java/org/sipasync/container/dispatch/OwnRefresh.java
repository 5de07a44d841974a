package org.sipasync.container.dispatch;

import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.sipasync.container.keepalive.Descriptions;
import org.sipasync.container.keepalive.IntervalTimer;
import org.sipasync.container.keepalive.SessionInterval;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ResponseFacade;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.RetryAfter;
import org.sipasync.sip.message.SipMessage;

/**
 * Refreshes of one dialog that the container sends, unknown to the application (RFC 4028 10). For
 * the session's lane.
 *
 * <pre>
 *   NONE --- UPDATE, or re-INVITE ---> UNDER WAY --- 2xx ---> NONE, a new interval
 *    |  ^                                |  |
 *    |  +--- 405, 501: by re-INVITE; ----+  +--- 408, 481 ---> NONE, the dialog is dead
 *    |       others: again later
 *    +--- glare: again later
 * </pre>
 */
final class OwnRefresh {
  /** Time until a refresh is tried again that met another request of its dialog. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Longest wait that a peer can ask for: beyond it the dialog would rather expire. */
  private static final long MAX_RETRY_AFTER = 3_600;

  private final DialogSession session;
  private final RandomGenerator random;
  private final IntervalTimer timer;
  private final Descriptions descriptions;
  private final Runnable onDead;

  /** Null while none is under way. */
  private RequestFacade refresh;

  private boolean peerAllowsUpdate;

  /**
   * Starts with nothing under way.
   *
   * @param onDead runs if the peer does not know the dialog any more, or does not answer
   */
  OwnRefresh(
      DialogSession session,
      RandomGenerator random,
      IntervalTimer timer,
      Descriptions descriptions,
      Runnable onDead) {
    this.session = session;
    this.random = random;
    this.timer = timer;
    this.descriptions = descriptions;
    this.onDead = onDead;
  }

  /** Takes the methods that the peer allows, if it names them. */
  void notePeer(SipMessage message) {
    if (message.has(HeaderName.ALLOW)) {
      try {
        peerAllowsUpdate = message.list(Headers.ALLOW).contains(Method.UPDATE.toString());
      } catch (ParseException e) {
        peerAllowsUpdate = false;
      }
    }
  }

  boolean peerAllowsUpdate() {
    return peerAllowsUpdate;
  }

  void peerAllowsUpdate(boolean allows) {
    peerAllowsUpdate = allows;
  }

  /** Sends an UPDATE, or a re-INVITE with the last description if the peer knows none. */
  void send() {
    boolean byUpdate = peerAllowsUpdate || !descriptions.canRepeat();
    UacSide side = SessionAgent.of(session).uac();
    RequestFacade made = side.createRequest(byUpdate ? Method.UPDATE : Method.INVITE);
    if (!byUpdate) {
      descriptions.repeat(made.message());
    }
    refresh = made;
    try {
      made.send();
    } catch (GlareException e) {
      refresh = null;
      timer.refreshAfter(PATIENCE);
    } catch (IOException e) {
      throw new IllegalStateException(e); // the container queues: it never throws this
    }
  }

  /** True if a request is the one that is under way. */
  boolean is(RequestFacade request) {
    return refresh == request;
  }

  /** Takes the response to the one that is under way. */
  void onResponse(ResponseFacade response) {
    int status = response.getStatus();
    if (status < 200) {
      return;
    }
    boolean update = refresh.message().method() == Method.UPDATE;
    refresh = null;
    if (status < 300) {
      if (!update) {
        acknowledge(response);
      }
    } else if (status == 408 || status == 481) {
      timer.stop();
      onDead.run();
    } else if (update && (status == 405 || status == 501) && descriptions.canRepeat()) {
      peerAllowsUpdate = false;
      send();
    } else {
      timer.refreshAfter(pause(response));
    }
  }

  private static void acknowledge(ResponseFacade ok) {
    try {
      ok.createAck().send();
    } catch (IOException e) {
      throw new IllegalStateException(e); // the container queues: it never throws this
    }
  }

  /** Time until the next attempt: after glare at random (RFC 3261 14.1), else as the peer says. */
  private Duration pause(ResponseFacade refusal) {
    if (refusal.getStatus() == 491) {
      return Duration.ofMillis(10L * random.nextInt(210, 401));
    }
    try {
      RetryAfter after = refusal.message().get(Headers.RETRY_AFTER);
      if (after != null) {
        return Duration.ofSeconds(Math.min(MAX_RETRY_AFTER, Math.max(1, after.seconds())));
      }
    } catch (ParseException e) {
      // as if there were none
    }
    SessionInterval interval = timer.interval();
    return Duration.ofSeconds(interval == null ? 1 : Math.max(1, interval.seconds() / 10));
  }
}
