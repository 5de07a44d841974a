package org.sipasync.cdi.engine;

import java.time.Duration;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.Problem;
import org.sipasync.function.AsyncFunction;

/**
 * Deadlines of suspended messages and launches (rule A9).
 *
 * @param invite the default for INVITE
 * @param other the default for other messages and for launches
 */
public record Deadlines(Duration invite, Duration other) {
  /** RFC 3261, 17.1.2.2: a client waits 64 × T1 for the answer to a non-INVITE. */
  static final Duration NON_INVITE_LIFE = Duration.ofSeconds(32);

  /** RFC 3261, 16.6: Timer C, after which proxies abandon an INVITE. */
  static final Duration INVITE_LIFE = Duration.ofMinutes(3);

  /** Limit of a launch, which has no transaction. */
  public static final Duration MAX_LAUNCH = Duration.ofDays(1);

  /** Part of a transaction's remaining lifetime reserved for answering. */
  private static final Duration TIME_TO_ANSWER = Duration.ofMillis(500);

  /**
   * Returns the deadline of a message.
   *
   * @param message the message; null without one
   * @param wanted the call's own deadline, or null
   * @param function its deadline applies if the call has none
   * @param life remaining lifetime of the message's transaction; null if unlimited
   * @throws org.sipasync.SipAsyncException if the call's own deadline can never fit
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
   * Returns the deadline of a launch (rule L5).
   *
   * @param wanted the launch's own deadline, or null
   * @param function its deadline applies if the launch has none
   * @throws org.sipasync.SipAsyncException if the launch's own deadline does not fit
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
