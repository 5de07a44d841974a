package org.sipasync.container.session;

import java.net.InetSocketAddress;
import org.sipasync.container.message.RequestFacade;

/** User agent of a session, implemented by the package above. Called in the session's lane. */
public interface SessionUser {
  /**
   * Creates a request within the session.
   *
   * @throws IllegalStateException if the session's state does not allow it
   */
  RequestFacade createRequest(String method);

  /**
   * Sets the address from which requests are sent.
   *
   * @param address port 0 leaves the port open
   * @throws IllegalArgumentException if it is not an outbound interface
   */
  void outboundInterface(InetSocketAddress address);

  /** Ends pending work, because the session has been invalidated. */
  void onInvalidated();
}
