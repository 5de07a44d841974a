package org.sipasync.sample.page;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One call: its request, credentials if it is asked for them, ACK, BYE. Confined to the thread of
 * its {@link Caller}, which tells it the time.
 *
 * <pre>
 * CALLING ──2xx to INVITE: ACK, BYE──▶ HANGING_UP ──answer to BYE──▶ ENDED
 *    │  ╲──no answer for 35 s: CANCEL──▶ GIVING_UP ──487: ACK─────────▲
 *    ╰────any other final response, or 40 s after the start───────────╯
 * </pre>
 */
final class OutgoingCall {
  static final long PATIENCE = TimeUnit.SECONDS.toNanos(35);
  static final long LONGEST = TimeUnit.SECONDS.toNanos(40);
  private static final int MAX_ATTEMPTS = 3;

  private enum State {
    CALLING,
    GIVING_UP,
    HANGING_UP,
    ENDED
  }

  private final String id;
  private final Order order;
  private final RequestText requests;
  private final Consumer<String> wire;
  private State state = State.CALLING;
  private ClientTransaction invite;
  private ClientTransaction current;
  private String ack;
  private int attempts;
  private int cSeq;
  private long begun;
  private long answeredAt;
  private int status;
  private int retransmissions;
  private boolean isHungUp;

  /**
   * @param id its Call-ID
   * @param wire where messages go; what is lost there is sent again in time
   */
  OutgoingCall(
      String id, Order order, String localAddress, String serverAddress, Consumer<String> wire) {
    this.id = id;
    this.order = order;
    this.wire = wire;
    requests = new RequestText(id, order, localAddress, serverAddress);
  }

  void begin(long now) {
    begun = now;
    send(order.method(), now, "");
  }

  private void send(String method, long now, String credentials) {
    cSeq++;
    String branch = RequestText.branch();
    current =
        new ClientTransaction(
            method, cSeq, branch, requests.request(method, cSeq, branch, credentials), now);
    if (current.isInvite()) {
      invite = current;
      ack = null;
    }
    wire.accept(current.text);
  }

  /** A message with this call's Call-ID has come. */
  void received(SipText response, long now) {
    if (!response.isResponse()) {
      return;
    }
    if (response.method().equals("INVITE") && invite != null) {
      if (response.cSeq() == invite.cSeq) {
        toInvite(response, now);
      }
    } else if (response.method().equals(current.method)
        && response.cSeq() == current.cSeq
        && state != State.ENDED) {
      toOther(response, now);
    }
  }

  private void toInvite(SipText response, long now) {
    if (response.status() < 200) {
      invite.provisional();
    } else if (ack != null) {
      wire.accept(ack); // the final response has come again, so the ACK was lost
    } else {
      invite.quiet();
      requests.dialog(response);
      boolean isAnswered = response.status() < 300;
      ack = isAnswered ? requests.ack(invite.cSeq) : requests.ackOfFailure(invite);
      wire.accept(ack);
      if (state == State.ENDED) {
        lateAnswer(isAnswered);
      } else if (isAnswered) {
        settle(response.status(), now);
        state = State.HANGING_UP;
        send("BYE", now, "");
      } else if (!triesAgain(response, now)) {
        settle(response.status(), now);
        state = State.ENDED;
      }
    }
  }

  /** The call was given up; a call that is up nevertheless is hung up, once. */
  private void lateAnswer(boolean isAnswered) {
    if (isAnswered) {
      wire.accept(requests.request("BYE", ++cSeq, RequestText.branch(), ""));
    }
  }

  private void toOther(SipText response, long now) {
    if (response.status() < 200) {
      current.provisional();
    } else if (state == State.GIVING_UP) {
      current.quiet(); // the CANCEL's answer; the INVITE's is still to come
    } else if (state == State.HANGING_UP) {
      isHungUp = response.status() < 300;
      state = State.ENDED;
    } else if (!triesAgain(response, now)) {
      settle(response.status(), now);
      state = State.ENDED;
    }
  }

  /** Answers a challenge; once, or again if only the nonce was too old. */
  private boolean triesAgain(SipText response, long now) {
    boolean isChallenge = response.status() == 401 || response.status() == 407;
    if (!isChallenge || order.password().isEmpty() || state != State.CALLING) {
      return false;
    }
    boolean isProxy = response.status() == 407;
    Optional<Digest> digest =
        Digest.of(response.all(isProxy ? "Proxy-Authenticate" : "WWW-Authenticate"));
    attempts++;
    if (digest.isEmpty() || attempts >= MAX_ATTEMPTS || (attempts > 1 && !digest.get().isStale())) {
      return false;
    }
    String value =
        digest
            .get()
            .answer(
                order.method(),
                requests.uri(),
                order.uid(),
                order.password(),
                RequestText.branch());
    requests.forgetDialog();
    send(
        order.method(),
        now,
        (isProxy ? "Proxy-Authorization: " : "Authorization: ") + value + "\r\n");
    return true;
  }

  /** Sends again what is due and gives up what is over. */
  void passed(long now) {
    if (state == State.ENDED) {
      return;
    }
    if (now - begun >= LONGEST) {
      state = State.ENDED;
    } else if (state == State.CALLING && now - begun >= PATIENCE && isRinging()) {
      state = State.GIVING_UP;
      current =
          new ClientTransaction("CANCEL", invite.cSeq, invite.branch, requests.cancel(invite), now);
      wire.accept(current.text);
    } else if (current.isOver(now) && !isRinging()) {
      state = State.ENDED;
    } else if (current.isDue(now)) {
      current.sentAgain(now);
      retransmissions++;
      wire.accept(current.text);
    }
  }

  private boolean isRinging() {
    return current.isInvite() && current.hasProvisional();
  }

  private void settle(int finalStatus, long now) {
    status = finalStatus;
    answeredAt = now;
  }

  String id() {
    return id;
  }

  boolean hasEnded() {
    return state == State.ENDED;
  }

  /** Whether a final response has come. */
  boolean isSettled() {
    return status != 0;
  }

  /** The final response; 0 if there is none. */
  int status() {
    return status;
  }

  /** Whether all went well: a 2xx, and to the BYE of a call as well. */
  boolean hasSucceeded() {
    return status >= 200 && status < 300 && (isHungUp || !order.method().equals("INVITE"));
  }

  /** From the first request to the final response. */
  long nanosToAnswer() {
    return answeredAt - begun;
  }

  int retransmissions() {
    return retransmissions;
  }
}
