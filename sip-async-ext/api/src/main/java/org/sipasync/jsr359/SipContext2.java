package org.sipasync.jsr359;

import jakarta.servlet.ServletContext;
import javax.servlet.sip.Flow;

/** Methods that JSR 359's SipServletContext adds to ServletContext. Thread-safe. */
public interface SipContext2 extends ServletContext {
  /**
   * Casts the context of a SIP servlet.
   *
   * @param context as {@code SipServlet.getServletContext()} and {@code
   *     SipSession.getServletContext()} return it; not null
   * @return the same object
   * @throws IllegalArgumentException if it is another container's, or an HTTP servlet's
   */
  static SipContext2 of(ServletContext context) {
    if (context instanceof SipContext2 own) {
      return own;
    }
    throw new IllegalArgumentException("Not the context of a SIP servlet: " + context);
  }

  /**
   * Returns the flow of a token, and has the application's {@code FlowListener}s told if it fails;
   * if it has ended already, soon.
   *
   * @param token as of {@link Flow#getToken()}; not null
   * @return null if it was not made by this process
   */
  Flow getFlow(String token);
}
