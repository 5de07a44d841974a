package org.sipasync.container.message;

import org.sipasync.jsr359.SessionKeepAlive.Refresher;

/**
 * Terms of a session timer (RFC 4028). Immutable.
 *
 * @param enabled true if a timer is asked for, or given to whoever asks
 * @param expires wished interval in seconds
 * @param min shortest interval in seconds
 * @param refresher side that is to refresh; null if it does not matter
 */
public record RefreshTerms(boolean enabled, int expires, int min, Refresher refresher) {
  /** Shortest interval unless a Min-SE says otherwise (RFC 4028 5). */
  public static final int DEFAULT_MIN = 90;

  /** No timer, and the intervals that RFC 4028 recommends. */
  public static final RefreshTerms OFF = new RefreshTerms(false, 1_800, DEFAULT_MIN, null);

  /** Refuses intervals below a second, and raises the wished one to the shortest. */
  public RefreshTerms {
    if (expires < 1 || min < 1) {
      throw new IllegalArgumentException(
          "An interval of " + Math.min(expires, min) + " s is too short for a session timer");
    }
    expires = Math.max(expires, min);
  }

  /** The same terms with the timer on. */
  public RefreshTerms on() {
    return enabled ? this : new RefreshTerms(true, expires, min, refresher);
  }

  /** The same terms with another shortest interval, if that is longer. */
  public RefreshTerms atLeast(int seconds) {
    return seconds <= min ? this : new RefreshTerms(enabled, expires, seconds, refresher);
  }
}
