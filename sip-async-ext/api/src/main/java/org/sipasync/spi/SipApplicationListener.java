package org.sipasync.spi;

import java.util.List;
import javax.servlet.sip.SipServletRequest;

/**
 * Told by the SIP container what happens to applications and to suspended messages. Implementations
 * are found by {@link java.util.ServiceLoader}.
 */
public interface SipApplicationListener {

  /**
   * The application's SIP servlets exist and no message has reached it yet.
   *
   * @return the names of its routes, for the start-up line; never null
   * @throws org.sipasync.SipAsyncException if the application is wrong: its deployment fails
   */
  List<String> deployed(SipApplicationContext application);

  /** The application is going: its suspensions end. Called once for each deployed application. */
  void undeployed(SipApplicationContext application);

  /**
   * A CANCEL has come for an INVITE that has no final response (rule A8). Called under the
   * session's lock, before the container answers 487.
   */
  void cancelled(SipApplicationContext application, SipServletRequest invite);
}
