package org.sipasync.console;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.sipasync.Problem;

/**
 * Sends the statistics once a second, as Server-Sent Events. A servlet rather than a JAX-RS
 * resource, whose queue for a slow reader is unbounded.
 */
@WebServlet(urlPatterns = "/api/events", asyncSupported = true)
public class EventsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Lifetime of a connection; then the browser reconnects and authenticates again. */
  private static final long LIFE_MILLIS = TimeUnit.MINUTES.toMillis(10);

  @Inject private transient Subscribers subscribers;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!subscribers.hasRoom()) {
      throw new Refusal(503, Problem.CONSOLE_BUSY, "Too many watchers").retryAfter(10);
    }
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    AsyncContext async = request.startAsync();
    async.setTimeout(LIFE_MILLIS);
    Subscriber subscriber =
        new Subscriber(response.getOutputStream(), async::complete, System::nanoTime);
    async.addListener(subscriber);
    subscribers.add(subscriber);
    subscriber.begin();
  }
}
