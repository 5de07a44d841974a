package org.sipasync.jsr359;

import javax.servlet.sip.SipSession;

/**
 * Session timer of one dialog (RFC 4028): both sides know when a call is dead, because one of them
 * refreshes it before its interval ends. The container negotiates the interval, refreshes, answers
 * the peer's refreshes, and ends a dialog that nobody refreshes. For handlers of the session.
 *
 * <pre>{@code
 * SipMessage2.of(invite).getSessionKeepAlivePreference().setEnabled(true);
 * SipSession2.of(invite.getSession()).getKeepAlive().setExpiryCallback(call -> report(call));
 * invite.send();
 * }</pre>
 */
public interface SessionKeepAlive {
  /** Side that refreshes, as seen from the request that it is negotiated in. */
  enum Refresher {
    /** Sender of the request. */
    UAC,
    /** Receiver of the request. */
    UAS
  }

  /** Code of the application that is called in the session's turn. */
  @FunctionalInterface
  interface Callback {
    /**
     * Handles the event; what it throws is logged.
     *
     * @param session the session whose timer it is; not null
     */
    void handle(SipSession session) throws Exception;
  }

  /**
   * Wishes for the session timer, to be set on an INVITE or UPDATE before it is sent, or on the 2xx
   * to one. They begin as the servlet's {@link SessionTimer @SessionTimer}, or as the server's
   * configuration has them.
   */
  interface Preference {
    /** Returns true if the message asks for a session timer. */
    boolean getEnabled();

    /** Asks for a session timer, or not. */
    void setEnabled(boolean enabled);

    /** Returns the wished interval in seconds. */
    int getExpiration();

    /**
     * Sets the wished interval (Session-Expires).
     *
     * @param seconds not below the minimum; RFC 4028 recommends 1800
     * @throws IllegalArgumentException if it is below 1
     */
    void setExpiration(int seconds);

    /** Returns the shortest interval that is accepted, in seconds. */
    int getMinimumExpiration();

    /**
     * Sets the shortest interval that is accepted (Min-SE).
     *
     * @param seconds RFC 4028 demands 90 at least
     * @throws IllegalArgumentException if it is below 1
     */
    void setMinimumExpiration(int seconds);

    /** Returns the side that is to refresh; null leaves it to the peer. */
    Refresher getRefresher();

    /** Sets the side that is to refresh; null leaves it to the peer. */
    void setRefresher(Refresher refresher);
  }

  /** Returns the interval that was agreed on, in seconds; 0 while there is no timer. */
  int getExpiration();

  /** Returns true if this side refreshes. */
  boolean isRefresher();

  /**
   * Sets what refreshes in place of the container, if this side is to: it sends a re-INVITE or an
   * UPDATE, whose 2xx begins the next interval.
   *
   * @param callback null for the container
   */
  void setRefreshCallback(Callback callback);

  /**
   * Sets what is told that the dialog was not refreshed, or that its refresh was answered 408 or
   * 481. If it does not end the session, the container does, with a BYE. See {@link
   * SessionTimerListener} for all sessions of an application.
   *
   * @param callback null for nothing
   */
  void setExpiryCallback(Callback callback);
}
