package org.sipasync.test.functions;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.sipasync.functions.events.Events;

/** Publishes what is posted. */
@WebServlet("/events")
public class PublishOverHttp extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient Events events;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String text = request.getReader().readLine();
    response.getWriter().print(events.publish(request.getParameter("key"), text));
  }
}
