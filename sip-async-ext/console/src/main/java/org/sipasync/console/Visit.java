package org.sipasync.console;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sipasync.support.ProxyHeaders;

/**
 * What a request says of where it comes from.
 *
 * @param method its method
 * @param path the path of the servlet that it is for
 * @param peer the address at the other end of its connection, in digits
 * @param hosts its Host headers
 * @param origins its Origin headers
 * @param contentType its Content-Type; null without one
 * @param steering its header X-Sip-Async; null without one
 * @param fetchSite what a browser says of the page behind it (Sec-Fetch-Site); null without one
 * @param forwarded whether a proxy says that it has forwarded it
 */
record Visit(
    String method,
    String path,
    String peer,
    List<String> hosts,
    List<String> origins,
    String contentType,
    String steering,
    String fetchSite,
    boolean forwarded) {
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  static Visit of(HttpServletRequest request) {
    return new Visit(
        request.getMethod(),
        request.getServletPath(),
        request.getRemoteAddr(),
        Collections.list(request.getHeaders("Host")),
        Collections.list(request.getHeaders("Origin")),
        request.getContentType(),
        request.getHeader("X-Sip-Async"),
        request.getHeader("Sec-Fetch-Site"),
        ProxyHeaders.isOneIn(request.getHeaderNames()));
  }

  /** Whether the connection comes from this machine. */
  boolean isFromLoopback() {
    try {
      return peer.matches("[0-9a-fA-F:.]+(%\\w+)?")
          && InetAddress.getByName(peer).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether it was this machine that was asked for; another name may have been bent to it. */
  boolean namesLoopback() {
    return hosts.size() == 1 && LOOPBACK_NAMES.contains(withoutPort(hosts.get(0)));
  }

  private static String withoutPort(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", "");
  }

  /** Whether a page of another origin is behind it, as far as it says. */
  boolean isOfAnotherOrigin() {
    boolean otherOrigin =
        !origins.isEmpty()
            && (origins.size() > 1
                || hosts.size() != 1
                || !origins.get(0).matches("https?://.*")
                || !origins.get(0).replaceFirst("^https?://", "").equalsIgnoreCase(hosts.get(0)));
    boolean otherSite =
        fetchSite != null && !fetchSite.equals("same-origin") && !fetchSite.equals("none");
    return otherOrigin || otherSite;
  }

  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }

  boolean isOfApi() {
    return path.startsWith("/api");
  }
}
