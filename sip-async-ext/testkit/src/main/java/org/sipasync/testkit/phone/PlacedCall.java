package org.sipasync.testkit.phone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * One call of a {@link Caller}: its request, credentials on a challenge, ACK, BYE. Confined to the
 * caller's thread, which provides the time.
 *
 * <pre>
 * CALLING ──2xx to INVITE: ACK, BYE──▶ HANGING_UP ──answer to BYE──▶ ENDED
 *    │  ╲──no answer in time: CANCEL──▶ CANCELLING ──487: ACK─────────▲
 *    ╰────any other final response, or 40 s after the start───────────╯
 * </pre>
 */
public final class PlacedCall {
  private static final int MAX_ATTEMPTS = 3;

  private enum State {
    CALLING,
    CANCELLING,
    HANGING_UP,
    ENDED
  }

  private final CallPlan plan;
  private final String local;
  private final Dialog beginning;
  private final BiConsumer<PlacedCall, SipMessage> wire;
  private State state = State.CALLING;
  private ClientTransaction invite; // null for other methods
  private ClientTransaction other; // what is not INVITE; null at first of an INVITE
  private SipMessage ack;
  private int attempts;
  private int cSeq;
  private long begun;
  private long answeredAt;
  private int status;
  private int retransmissions;
  private boolean isHungUp;

  /**
   * @param local this side's {@code host:port}
   * @param wire receives messages; lost ones are retransmitted
   */
  PlacedCall(String callId, CallPlan plan, String local, BiConsumer<PlacedCall, SipMessage> wire) {
    this.plan = plan;
    this.local = local;
    this.wire = wire;
    String tag = ";tag=" + UUID.randomUUID().toString().substring(0, 8);
    beginning =
        new Dialog(
            callId, "<" + plan.from() + ">" + tag, "<" + plan.to() + ">", plan.uri(), List.of());
  }

  void begin(long now) {
    begun = now;
    sendFirst(now, List.of());
  }

  private void sendFirst(long now, List<String> credentials) {
    List<String> headers = new ArrayList<>(plan.headers());
    headers.addAll(credentials);
    SipMessage request =
        request(beginning, plan.method(), plan.body(), headers.toArray(String[]::new));
    ClientTransaction transaction = start(request, now);
    if (plan.isInvite()) {
      invite = transaction;
      ack = null;
    } else {
      other = transaction;
    }
  }

  private SipMessage request(Dialog dialog, String method, Body body, String... headers) {
    return dialog.request(method, ++cSeq, via(), contact(), body, headers);
  }

  private ClientTransaction start(SipMessage request, long now) {
    wire.accept(this, request);
    return new ClientTransaction(request, now);
  }

  private String via() {
    return "Via: SIP/2.0/UDP " + local + ";branch=z9hG4bK" + UUID.randomUUID();
  }

  private String contact() {
    return "Contact: <sip:" + plan.user() + "@" + local + ">";
  }

  /** Takes a message with this call's Call-ID; requests are not answered. */
  void received(SipMessage response, long now) {
    if (!response.isResponse()) {
      return;
    }
    if (invite != null && invite.isAnsweredBy(response)) {
      toInvite(response, now);
    } else if (other != null && other.isAnsweredBy(response) && state != State.ENDED) {
      toOther(response, now);
    }
  }

  private void toInvite(SipMessage response, long now) {
    if (response.status() < 200) {
      invite.provisional();
    } else if (ack != null) {
      wire.accept(this, ack); // the final response has come again, so the ACK was lost
    } else {
      invite.quiet();
      if (response.isSuccess()) {
        accepted(response, now);
      } else {
        ack = invite.request.inTransaction("ACK", response.header("To"));
        wire.accept(this, ack);
        if (state != State.ENDED && !triesAgain(response, invite.request, now)) {
          end(response, now);
        }
      }
    }
  }

  /** Acknowledges and hangs up, also if the call was given up meanwhile. */
  private void accepted(SipMessage response, long now) {
    Dialog dialog = beginning.acceptedBy(response);
    ack = dialog.request("ACK", invite.request.cSeq(), via(), contact(), Body.NONE);
    wire.accept(this, ack);
    other = start(request(dialog, "BYE", Body.NONE), now);
    if (state != State.ENDED) {
      settle(response, now);
      state = State.HANGING_UP;
    }
  }

  private void toOther(SipMessage response, long now) {
    if (response.status() < 200) {
      other.provisional();
    } else if (state == State.CANCELLING) {
      other.quiet(); // the INVITE's answer is still to come
    } else if (state == State.HANGING_UP) {
      isHungUp = response.isSuccess();
      state = State.ENDED;
    } else if (!triesAgain(response, other.request, now)) {
      end(response, now);
    }
  }

  /** Answers a challenge; once, or again if only the nonce was too old. */
  private boolean triesAgain(SipMessage response, SipMessage request, long now) {
    boolean isChallenge = response.status() == 401 || response.status() == 407;
    if (!isChallenge || plan.password().isEmpty() || state != State.CALLING) {
      return false;
    }
    attempts++;
    boolean isStale = Digest.of(response).map(Digest::isStale).orElse(false);
    if (attempts >= MAX_ATTEMPTS || attempts > 1 && !isStale) {
      return false;
    }
    Optional<String> credentials = Digest.header(response, request, plan.user(), plan.password());
    credentials.ifPresent(header -> sendFirst(now, List.of(header)));
    return credentials.isPresent();
  }

  private void end(SipMessage response, long now) {
    settle(response, now);
    state = State.ENDED;
  }

  private void settle(SipMessage response, long now) {
    status = response.status();
    answeredAt = now;
  }

  /** Retransmits due requests and ends expired calls. */
  void passed(long now) {
    if (state == State.ENDED) {
      return;
    }
    if (now - begun >= Caller.MAX_CALL.toNanos()) {
      state = State.ENDED;
    } else if (state == State.CALLING && invite != null && isTimeToCancel(now)) {
      state = State.CANCELLING;
      other = start(invite.request.inTransaction("CANCEL", "<" + plan.to() + ">"), now);
    } else if (isGivenUp(now)) {
      state = State.ENDED;
    } else {
      retransmit(invite, now);
      retransmit(other, now);
    }
  }

  private boolean isTimeToCancel(long now) {
    return now - begun >= plan.cancelAfter().toNanos();
  }

  private boolean isGivenUp(long now) {
    return state == State.HANGING_UP || invite == null
        ? other.isOver(now)
        : invite.isOver(now) && !invite.hasProvisional();
  }

  private void retransmit(ClientTransaction transaction, long now) {
    if (transaction != null && transaction.isDue(now)) {
      transaction.sentAgain(now);
      retransmissions++;
      wire.accept(this, transaction.request);
    }
  }

  /** Returns the Call-ID. */
  public String callId() {
    return beginning.callId();
  }

  /** Returns true if no further message is expected. */
  public boolean hasEnded() {
    return state == State.ENDED;
  }

  /** Returns true after a final response. */
  public boolean isSettled() {
    return status != 0;
  }

  /** Returns the status of the final response to the first request; 0 without one. */
  public int status() {
    return status;
  }

  /** Returns true after a 2xx, for a call also to its BYE. */
  public boolean hasSucceeded() {
    return status / 100 == 2 && (isHungUp || !plan.isInvite());
  }

  /** Returns the nanoseconds from the first request to the final response. */
  public long nanosToAnswer() {
    return answeredAt - begun;
  }

  /** Returns the number of retransmissions. */
  public int retransmissions() {
    return retransmissions;
  }
}
