package org.sipasync.test.console;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.sipasync.SipAsync;
import org.sipasync.functions.sleep.Sleep;

/** Keeps a number of operations in flight for minutes. */
@WebServlet("/flood")
public class FloodOverHttp extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient SipAsync async;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    for (int i = Integer.parseInt(request.getParameter("n")); i > 0; i--) {
      async.launch(Sleep.millis(600_000)).deadline(Duration.ofMinutes(20)).start();
    }
    response.getWriter().print("launched");
  }
}
