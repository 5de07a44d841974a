package org.sipasync.payara.web;

import java.util.Locale;
import java.util.Set;

/**
 * Pages whose scripts may open a WebSocket (RFC 6455 10.2): by setting, else those of the host that
 * was asked for. Clients other than browsers name no origin.
 */
record OriginRule(Set<String> allowed) {
  /**
   * Returns true if a page may connect.
   *
   * @param origin the Origin header; null if there is none
   * @param host the Host header; null if there is none
   */
  boolean allows(String origin, String host) {
    if (origin == null || allowed.contains("*")) {
      return true;
    }
    String page = origin.toLowerCase(Locale.ROOT);
    return allowed.isEmpty() ? isOfHost(page, host) : allowed.contains(page);
  }

  private static boolean isOfHost(String page, String host) {
    int start = page.indexOf("://");
    return host != null
        && start > 0
        && page.substring(start + 3).equals(host.toLowerCase(Locale.ROOT));
  }
}
