package org.sipasync.test.lost;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import org.sipasync.functions.nowhere.Nowhere;

/** An HTTP servlet that names a function whose module is not there. */
@WebServlet("/lost")
public class LostServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient Nowhere nowhere;
}
