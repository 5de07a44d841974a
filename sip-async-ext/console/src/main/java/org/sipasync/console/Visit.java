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
 * Origin of a request.
 *
 * @param method its method
 * @param path its servlet path
 * @param peer its peer's numeric address
 * @param hosts its Host headers
 * @param origins its Origin headers
 * @param contentType its Content-Type; null without one
 * @param steering its header X-Sip-Async; null without one
 * @param fetchSite its header Sec-Fetch-Site; null without one
 * @param forwarded true if a header shows that it was forwarded
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

  /** Returns true if the connection comes from this machine. */
  boolean isFromLoopback() {
    try {
      return peer.matches("[0-9a-fA-F:.]+(%\\w+)?")
          && InetAddress.getByName(peer).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Returns true if the Host is a loopback name; another name may resolve to this machine. */
  boolean namesLoopback() {
    return hosts.size() == 1 && LOOPBACK_NAMES.contains(withoutPort(hosts.get(0)));
  }

  private static String withoutPort(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", "");
  }

  /** Returns true if its headers show a page of another origin. */
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
