package org.sipasync.sample.page;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;
import org.sipasync.sample.Settings;
import org.sipasync.support.ProxyHeaders;

/**
 * Lets only this machine in, unless {@code sample.http.open} is true: the sample is a toy without
 * users. Other sites that a visitor has open get nowhere either: what changes something must come
 * from the page itself or from no page at all, and names that lead here by a foreign DNS are
 * refused.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class LocalOnly extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  @Inject transient Settings settings;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    headers(response);
    String why = refusal(request);
    if (why == null) {
      chain.doFilter(request, response);
    } else {
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      response.setContentType("text/plain");
      response.setCharacterEncoding("UTF-8");
      response.getWriter().println(why);
    }
  }

  private static void headers(HttpServletResponse response) {
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
  }

  /** The refusal of a request that seems to come from elsewhere; null if it does not. */
  private static String strangeness(HttpServletRequest request, String host) throws IOException {
    if (!InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
      return "The sample talks to its own machine only."
          + " Start it with -Dsample.http.open=true to open it to others.";
    }
    if (!isOwnName(host)) {
      return "The sample is called localhost, 127.0.0.1 or [::1]."
          + " Start it with -Dsample.http.open=true to use another name.";
    }
    if (ProxyHeaders.isOneIn(request.getHeaderNames())) {
      return "The sample is not served by way of a proxy."
          + " Start it with -Dsample.http.open=true to open it to others.";
    }
    return null;
  }

  /** The reason to refuse a request; null if it is accepted. */
  private String refusal(HttpServletRequest request) throws IOException {
    String host = request.getHeader("Host");
    String strange = settings.openHttp() ? null : strangeness(request, host);
    if (strange != null) {
      return strange;
    }
    String origin = request.getHeader("Origin");
    if (origin != null && !SAFE.contains(request.getMethod()) && !isOwn(origin, host)) {
      return "Another site's page may not do that.";
    }
    return null;
  }

  private static boolean isOwnName(String host) {
    return host != null && NAMES.contains(host.replaceFirst(":\\d{1,5}$", ""));
  }

  private static boolean isOwn(String origin, String host) {
    return origin.equals("http://" + host) || origin.equals("https://" + host);
  }
}
