package org.sipasync.container.session;

import javax.servlet.sip.SipServletMessage;

/**
 * Context that an application's code runs in: class loader, naming, security identity, scopes. The
 * server module implements it. Thread-safe.
 */
@FunctionalInterface
public interface ApplicationContext {
  /**
   * Runs code of the application in its context, on the calling thread; may be nested.
   *
   * @param message message that a servlet is to handle; null if it is a listener
   * @param name name of the servlet or listener
   * @throws Exception what the code throws
   */
  void run(SipServletMessage message, String name, Work work) throws Exception;

  /** Constraints on who may send requests. */
  default Access access() {
    return Access.OPEN;
  }

  /** Context that adds nothing. */
  ApplicationContext NONE = (message, name, work) -> work.run();

  /** Code of an application. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }
}
