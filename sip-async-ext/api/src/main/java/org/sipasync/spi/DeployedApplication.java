package org.sipasync.spi;

import java.util.List;
import javax.servlet.sip.SipServletMessage;

/** An application that the engine suspends messages of. Safe for use by many threads. */
public interface DeployedApplication {

  /**
   * Parts of the application, for the start-up line: as in {@code "resume routes a, b"}.
   *
   * @return never null
   */
  List<String> announcement();

  /**
   * Opens the engine's context on the calling thread: a SIP servlet is about to handle a message
   * there. In the application's context and under the session's lock; does not block.
   *
   * @param message the message; not null
   * @param servlet the servlet's name; not null
   * @return to be closed on the same thread, when the servlet has handled the message; never null
   */
  ContextScope openScope(SipServletMessage message, String servlet);

  /**
   * Ends what is in flight: launches after a grace period (rule L7), suspensions at once. Called
   * once, when the application's sessions have ended, on a thread that may wait. Throws nothing.
   */
  void undeploy();
}
