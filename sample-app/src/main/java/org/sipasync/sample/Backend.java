package org.sipasync.sample;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Stands for the services that a telecom application talks to over HTTP. */
@WebServlet("/backend/*")
public class Backend extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus("/push".equals(request.getPathInfo()) ? 200 : 404);
  }
}
