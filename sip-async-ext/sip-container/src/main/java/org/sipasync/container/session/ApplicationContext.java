package org.sipasync.container.session;

import javax.servlet.sip.SipServletMessage;

/**
 * Context of an application's code: class loader, naming, security identity, scopes. Implemented by
 * the server module. Thread-safe.
 */
@FunctionalInterface
public interface ApplicationContext {
  /**
   * Runs code of the application in its context, on the calling thread; may be nested.
   *
   * @param message message for a servlet; null for a listener
   * @param name name of the servlet or listener
   * @throws Exception of the code
   */
  void run(SipServletMessage message, String name, Work work) throws Exception;

  /** Constraints on who may send requests. */
  default Access access() {
    return Access.OPEN;
  }

  /**
   * Is told that the application has never answered a request.
   *
   * @param end what became of the request, as in "it has got 408"
   */
  default void unanswered(String method, String end) {}

  /** True from the moment that its servlets are about to be destroyed: no handler runs any more. */
  default boolean isRetired() {
    return false;
  }

  /** Context that adds nothing. */
  ApplicationContext NONE = (message, name, work) -> work.run();

  /** Code of an application. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }
}
