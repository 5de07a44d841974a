package org.sipasync.functions.rest;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the header Keep-Alive, by which a server says when it closes an idle connection. */
final class KeepAlive {
  private static final Pattern TIMEOUT =
      Pattern.compile("(?i)(?:^|[,;\\s])timeout\\s*=\\s*\"?(\\d{1,6})");

  private KeepAlive() {}

  /**
   * Returns the time to keep a connection.
   *
   * @param value the header's value; may be null
   * @param atMost returned if the server says nothing, or more
   */
  static Duration of(String value, Duration atMost) {
    Matcher timeout = TIMEOUT.matcher(value == null ? "" : value);
    if (!timeout.find()) {
      return atMost;
    }
    Duration said = Duration.ofSeconds(Integer.parseInt(timeout.group(1)));
    return said.compareTo(atMost) < 0 ? said : atMost;
  }
}
