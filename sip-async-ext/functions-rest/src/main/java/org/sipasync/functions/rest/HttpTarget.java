package org.sipasync.functions.rest;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Whom to call and for what.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case, an IPv6 address without its brackets
 * @param port never a default
 * @param path with the query, percent-encoded
 */
record HttpTarget(String scheme, String host, int port, String path) {

  /**
   * A target.
   *
   * @param authority the host as it is written
   * @param port -1 for the scheme's own
   * @param uri for path and query
   */
  static HttpTarget of(String scheme, String authority, int port, URI uri) {
    String host = authority.toLowerCase(Locale.ROOT);
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new HttpTarget(
        scheme,
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        port < 0 ? defaultPort(scheme) : port,
        uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  boolean isTls() {
    return scheme.equals("https");
  }

  /** What bounds are counted by. */
  String destination() {
    return scheme + "://" + host + ":" + port;
  }

  /** A bare host in the list stands for its scheme's own port only. */
  boolean isIn(Set<String> hosts) {
    String bare = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return hosts.contains(bare + ":" + port)
        || (hosts.contains(bare) && port == defaultPort(scheme));
  }
}
