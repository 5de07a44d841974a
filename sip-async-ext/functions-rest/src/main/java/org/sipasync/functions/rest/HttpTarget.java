package org.sipasync.functions.rest;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Destination of a request.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case, an IPv6 address without its brackets
 * @param port always explicit
 * @param path with the query, percent-encoded
 */
record HttpTarget(String scheme, String host, int port, String path) {

  /**
   * Parses a target.
   *
   * @param authority the host as written
   * @param port -1 for the scheme's default
   * @param uri provides path and query
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

  /** Returns path and query of a URL that has been parsed. */
  static String path(String url) {
    int from = url.indexOf("://") + 3;
    int end = from;
    while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '?') {
      end++;
    }
    String rest = url.substring(end);
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  boolean isTls() {
    return scheme.equals("https");
  }

  /** Returns the key of the limits. */
  String destination() {
    return scheme + "://" + host + ":" + port;
  }

  /**
   * Returns true if the list contains it; a bare host stands for the scheme's default port only.
   */
  boolean isIn(Set<String> hosts) {
    String bare = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return hosts.contains(bare + ":" + port)
        || (hosts.contains(bare) && port == defaultPort(scheme));
  }
}
