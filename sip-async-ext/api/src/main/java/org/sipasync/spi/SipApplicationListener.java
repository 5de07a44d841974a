package org.sipasync.spi;

import java.util.List;

/**
 * Told by the SIP container what happens to its applications. Implementations are found by {@link
 * java.util.ServiceLoader}.
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
}
