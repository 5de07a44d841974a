package org.sipasync.test.observed;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.sipasync.admin.Administration;
import org.sipasync.admin.Filter;
import org.sipasync.admin.InFlight;

/** An operator's hand. */
@WebServlet(urlPatterns = "/steer/*", loadOnStartup = 1)
public class Steer extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient Administration administration;

  @Override
  public void init() {
    Notebook.open();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getWriter().print(does(request));
  }

  private Object does(HttpServletRequest request) {
    String argument = request.getParameter("a");
    return switch (request.getPathInfo()) {
      case "/list" ->
          administration.list(filter(argument), number(request, "after", 0), 50).stream()
              .map(Steer::line)
              .collect(Collectors.joining("\n"));
      case "/count" -> administration.count(filter(argument));
      case "/find" -> administration.find(Long.parseLong(argument)).map(Steer::line).orElse("");
      case "/cancel" -> administration.cancel(filter(argument));
      case "/cancel-one" -> administration.cancel(Long.parseLong(argument));
      case "/drain" -> {
        administration.drain(Duration.ofMillis(Long.parseLong(argument)));
        yield administration.state();
      }
      case "/resume" -> administration.resume();
      case "/state" -> administration.state();
      case "/statistics" -> administration.statistics();
      case "/spans" -> MemoryExporter.spans(argument);
      case "/notes" -> Notebook.notes();
      default -> throw new IllegalArgumentException(request.getPathInfo());
    };
  }

  private static long number(HttpServletRequest request, String name, long fallback) {
    String text = request.getParameter(name);
    return text == null ? fallback : Long.parseLong(text);
  }

  private static Filter filter(String function) {
    return function == null ? Filter.ALL : Filter.ALL.ofFunction(function);
  }

  private static String line(InFlight o) {
    return "%d,%s,%s,%s,%s,%s,%s,%d"
        .formatted(
            o.id(),
            o.kind(),
            o.application(),
            o.callId(),
            o.route(),
            o.function(),
            o.method(),
            o.partOf());
  }
}
