package org.sipasync.container.keepalive;

import java.time.Duration;

/**
 * Interval that both sides have agreed on.
 *
 * @param seconds time in which the next refresh must come; at least 1
 * @param isOurs true if this side refreshes
 */
public record SessionInterval(int seconds, boolean isOurs) {
  private static final Duration MAX_MARGIN = Duration.ofSeconds(32);

  /** Time after which this side refreshes: half of the interval (RFC 4028 10). */
  Duration refresh() {
    return Duration.ofSeconds(seconds).dividedBy(2);
  }

  /** Time after which the dialog is given up, a bit before the interval ends (RFC 4028 10). */
  Duration expiry() {
    Duration whole = Duration.ofSeconds(seconds);
    Duration margin = whole.dividedBy(3);
    return whole.minus(margin.compareTo(MAX_MARGIN) < 0 ? margin : MAX_MARGIN);
  }
}
