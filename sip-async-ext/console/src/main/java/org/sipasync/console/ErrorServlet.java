package org.sipasync.console;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.sipasync.Problem;

/** Answers the server's own errors in the console's format, without details. */
@WebServlet(urlPatterns = "/error", asyncSupported = true)
public class ErrorServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer told
            ? told
            : HttpServletResponse.SC_NOT_FOUND;
    GateFilter.write(
        status >= 500
            ? new Refusal(status, Problem.CONSOLE_FAILED)
            : new Refusal(status, Problem.CONSOLE_HTTP, reason(status)),
        response);
  }

  private static String reason(int status) {
    return status == HttpServletResponse.SC_NOT_FOUND ? "Not Found" : "HTTP status " + status;
  }
}
