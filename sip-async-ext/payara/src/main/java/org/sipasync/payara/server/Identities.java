package org.sipasync.payara.server;

import javax.servlet.sip.SipServletMessage;
import org.sipasync.spi.SipApplicationContext.Handler;

/** Identities under which an application's handlers call EJBs. Thread-safe. */
@FunctionalInterface
public interface Identities {
  /** All handlers are anonymous. */
  Identities ANONYMOUS = (message, name, work) -> work.handle();

  /**
   * Runs a handler under its identity, on the calling thread and in the application's context.
   *
   * @param message null if the handler has none
   * @param name of a servlet, listener or route
   */
  void run(SipServletMessage message, String name, Handler work) throws Exception;
}
