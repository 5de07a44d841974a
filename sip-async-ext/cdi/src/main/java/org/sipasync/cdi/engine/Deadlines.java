package org.sipasync.cdi.engine;

import java.time.Duration;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.Problem;
import org.sipasync.function.AsyncFunction;

/**
 * How long a suspended message may wait (rule A9).
 *
 * @param invite the default for INVITE
 * @param other the default for all else
 */
public record Deadlines(Duration invite, Duration other) {
  /** RFC 3261, 17.1.2.2: after 64 × T1 nobody waits for the answer to a non-INVITE. */
  static final Duration NON_INVITE_LIFE = Duration.ofSeconds(32);

  /** RFC 3261, 16.6: Timer C, after which proxies on the way give an INVITE up. */
  static final Duration INVITE_LIFE = Duration.ofMinutes(3);

  /** A launch has no transaction; something must bound it all the same. */
  public static final Duration MAX_LAUNCH = Duration.ofDays(1);

  /**
   * Answering takes a moment, too: what is left of a transaction is not used up to the last bit.
   */
  private static final Duration TIME_TO_ANSWER = Duration.ofMillis(500);

  /**
   * The deadline of a message.
   *
   * @param message the message; null where there is none
   * @param wanted what the call asks for, or null
   * @param function may have a deadline of its own, which holds if the call asks for none
   * @param life what is left of the message's transaction; null if it does not end by itself
   * @throws org.sipasync.SipAsyncException if what is wanted can never fit
   */
  public Duration of(
      SipServletMessage message, Duration wanted, AsyncFunction function, Duration life) {
    boolean isInvite = message instanceof SipServletRequest && message.getMethod().equals("INVITE");
    Duration max = isInvite ? INVITE_LIFE : NON_INVITE_LIFE;
    if (wanted != null && (wanted.isZero() || wanted.isNegative() || wanted.compareTo(max) > 0)) {
      throw Problem.BAD_DEADLINE.exception(
          wanted, isInvite ? "an INVITE" : "a message other than INVITE", max);
    }
    Duration usual = function.deadline().orElse(isInvite ? invite : other);
    Duration deadline = wanted != null ? wanted : usual.compareTo(max) > 0 ? max : usual;
    return life == null ? deadline : shorter(deadline, life.minus(TIME_TO_ANSWER));
  }

  /**
   * The deadline of a launch (rule L5).
   *
   * @param wanted what the call asks for, or null
   * @param function may have a deadline of its own, which holds if the call asks for none
   * @throws org.sipasync.SipAsyncException if it does not fit
   */
  public Duration ofLaunch(Duration wanted, AsyncFunction function) {
    Duration deadline = wanted != null ? wanted : function.deadline().orElse(other);
    if (deadline.isZero() || deadline.isNegative() || deadline.compareTo(MAX_LAUNCH) > 0) {
      throw Problem.BAD_LAUNCH_DEADLINE.exception(deadline, MAX_LAUNCH);
    }
    return deadline;
  }

  private static Duration shorter(Duration deadline, Duration left) {
    Duration least = left.compareTo(deadline) < 0 ? left : deadline;
    return least.isNegative() || least.isZero() ? Duration.ofMillis(1) : least;
  }
}
