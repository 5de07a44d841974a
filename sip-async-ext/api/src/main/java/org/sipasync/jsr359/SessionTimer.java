package org.sipasync.jsr359;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Turns on the session timer (RFC 4028) for the dialogs of a SIP servlet: those that it is called
 * in, and those that it makes. Each message may override it by {@link
 * SipMessage2#getSessionKeepAlivePreference}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SessionTimer {
  /** Wished interval in seconds (Session-Expires); 0: {@code sip.session-timer.expires}. */
  int expires() default 0;

  /** Shortest interval that is accepted, in seconds (Min-SE); 0: {@code sip.session-timer.min}. */
  int min() default 0;

  /** Sides that may refresh. */
  Refresher refresher() default Refresher.ANY;

  /** Side that is to refresh. */
  enum Refresher {
    /** Leaves it to the peer. */
    ANY,
    /** The caller, or whoever sends a request with an interval. */
    UAC,
    /** The callee, or whoever receives a request with an interval. */
    UAS
  }
}
