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
 * The statistics once a second, as Server-Sent Events. A servlet and not a resource of JAX-RS,
 * whose queue for a slow reader has no bound.
 */
@WebServlet(urlPatterns = "/api/events", asyncSupported = true)
public class EventsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Then the browser connects anew, and is asked again who it is. */
  private static final long LIFE_MILLIS = TimeUnit.MINUTES.toMillis(10);

  @Inject private transient Subscribers subscribers;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!subscribers.hasRoom()) {
      throw new Refusal(503, Problem.CONSOLE_BUSY, "Too many watch this server").retryAfter(10);
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
