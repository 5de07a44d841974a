package org.sipasync.cdi;

import java.time.Duration;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.Problem;

/**
 * How long a suspended message may wait (rule A9).
 *
 * @param invite the default for INVITE
 * @param other the default for all else
 */
record Deadlines(Duration invite, Duration other) {
  /** RFC 3261, 17.1.2.2: after 64 × T1 nobody waits for the answer to a non-INVITE. */
  static final Duration NON_INVITE_LIFE = Duration.ofSeconds(32);

  /** RFC 3261, 16.6: Timer C, after which proxies on the way give an INVITE up. */
  static final Duration INVITE_LIFE = Duration.ofMinutes(3);

  /**
   * The deadline of a message.
   *
   * @param wanted what the application asked for, or null
   * @throws org.sipasync.SipAsyncException if that does not fit
   */
  Duration of(SipServletMessage message, Duration wanted) {
    boolean isInvite = message instanceof SipServletRequest && message.getMethod().equals("INVITE");
    if (wanted == null) {
      return isInvite ? invite : other;
    }
    Duration life = isInvite ? INVITE_LIFE : NON_INVITE_LIFE;
    if (wanted.isZero() || wanted.isNegative() || wanted.compareTo(life) > 0) {
      throw Problem.BAD_DEADLINE.exception(
          wanted, isInvite ? "an INVITE" : "a message other than INVITE", life);
    }
    return wanted;
  }
}
