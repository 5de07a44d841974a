package org.sipasync.test.pojo;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.sipasync.SipAsync;
import org.sipasync.functions.sleep.Sleep;

/** Launches where there is no SIP message at all. */
@WebServlet("/launch")
public class LaunchOverHttp extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient SipAsync async;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    async.launch(Sleep.millis(5)).parameter(request.getParameter("who")).report("reported");
    response.getWriter().print("launched");
  }
}
