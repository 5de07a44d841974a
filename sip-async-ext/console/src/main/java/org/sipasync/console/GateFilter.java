package org.sipasync.console;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.sipasync.Problem;

/** Admits a request or answers the refusal. Every request of the console passes it. */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class GateFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src"
          + " 'none'";

  @Inject private transient Gate gate;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.setHeader("Cache-Control", "no-store");
    try {
      check(request);
      chain.doFilter(request, response);
    } catch (Refusal refusal) {
      write(refusal, response);
    }
  }

  private void check(HttpServletRequest request) {
    Visit visit = Visit.of(request);
    gate.wayIn(visit);
    if (request.getAttribute(Login.REFUSAL) instanceof Refusal refusal) {
      throw refusal;
    }
    if (request.getUserPrincipal() == null) {
      throw new Refusal(401, Problem.CONSOLE_LOGIN_NEEDED);
    }
    gate.checkOrigin(visit);
    String role = Gate.roleFor(visit);
    if (!request.isUserInRole(role)) {
      throw new Refusal(
          403, Problem.CONSOLE_ROLE_NEEDED, request.getUserPrincipal().getName(), role);
    }
  }

  static void write(Refusal refusal, HttpServletResponse response) throws IOException {
    response.setStatus(refusal.status());
    if (refusal.status() == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", "Basic realm=\"sip-async\", charset=\"UTF-8\"");
    }
    if (refusal.retryAfterSeconds() > 0) {
      response.setHeader("Retry-After", Integer.toString(refusal.retryAfterSeconds()));
    }
    response.setContentType(Refusal.MEDIA_TYPE);
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(refusal.toJson().toString());
  }
}
