package org.sipasync.sample;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.sipasync.functions.events.Events;

/**
 * {@code POST /events/k}: publishes its body as event k; answers with the number of waiting calls.
 */
@WebServlet("/events/*")
public class Posted extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int MAX_KEY = 64;
  private static final int MAX_TEXT = 1_000;

  @Inject transient Events events;

  /** Returns the common key of waiters and publishers. */
  static String key(String name) {
    return "posted " + name;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    byte[] text = request.getInputStream().readNBytes(MAX_TEXT + 1);
    if (path == null || path.length() < 2 || path.length() > MAX_KEY + 1) {
      response.sendError(
          HttpServletResponse.SC_BAD_REQUEST, "A key has 1 to " + MAX_KEY + " characters");
    } else if (text.length > MAX_TEXT) {
      response.sendError(
          HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
          "An event has at most " + MAX_TEXT + " bytes");
    } else {
      int waited = events.publish(key(path.substring(1)), new String(text, StandardCharsets.UTF_8));
      response.setContentType("text/plain");
      response.getWriter().println(waited);
    }
  }
}
