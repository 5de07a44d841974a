package org.sipasync.sample;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.json.Json;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Simulates the HTTP services of a telecom application, with a configurable delay and without a
 * waiting thread.
 */
@WebServlet(value = "/backend/*", asyncSupported = true)
public class Backend extends HttpServlet {
  static final int MAX_DELAY_MILLIS = 20_000;
  private static final long serialVersionUID = 1L;
  private static final Set<String> NOTIFICATIONS = Set.of("/push", "/traffic");
  private static final Map<String, String> DECISIONS =
      Map.of(
          "price",
              Json.createObjectBuilder()
                  .add("action", "price")
                  .add("price", "0.12")
                  .build()
                  .toString(),
          "route",
              Json.createObjectBuilder()
                  .add("action", "route")
                  .add("target", "sip:pause@127.0.0.1:5060")
                  .build()
                  .toString(),
          "block", Json.createObjectBuilder().add("action", "block").build().toString());

  @Resource private transient ManagedScheduledExecutorService timer;

  /** {@code GET /backend/decision?delay=100&action=price}: decides about a call. */
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String decision = DECISIONS.get(request.getParameter("action"));
    int delay = delay(request.getParameter("delay"));
    if (!"/decision".equals(request.getPathInfo())) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    } else if (decision == null || delay < 0) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
    } else {
      AsyncContext waiting = request.startAsync();
      waiting.setTimeout(MAX_DELAY_MILLIS * 2L);
      try {
        timer.schedule(() -> answer(waiting, decision), delay, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException full) {
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        waiting.complete();
      }
    }
  }

  private static int delay(String text) {
    if (text == null || !text.matches("\\d{1,5}")) {
      return -1;
    }
    int delay = Integer.parseInt(text);
    return delay <= MAX_DELAY_MILLIS ? delay : -1;
  }

  private static void answer(AsyncContext waiting, String decision) {
    try {
      waiting.getResponse().setContentType("application/json");
      waiting.getResponse().getWriter().write(decision);
    } catch (IOException gone) {
      // the client has given up
    } finally {
      waiting.complete();
    }
  }

  /** {@code POST /backend/push}, {@code /backend/traffic}: accepted. */
  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response) {
    boolean isKnown =
        request.getPathInfo() != null && NOTIFICATIONS.contains(request.getPathInfo());
    response.setStatus(
        isKnown ? HttpServletResponse.SC_NO_CONTENT : HttpServletResponse.SC_NOT_FOUND);
  }
}
