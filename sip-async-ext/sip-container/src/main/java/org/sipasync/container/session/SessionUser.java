package org.sipasync.container.session;

import java.net.InetSocketAddress;
import org.sipasync.container.message.RequestFacade;

/** User agent that a session belongs to; the upper package implements it. In the session's lane. */
public interface SessionUser {
  /**
   * Makes a request within the session.
   *
   * @throws IllegalStateException if the session's state does not allow it
   */
  RequestFacade createRequest(String method);

  /**
   * Sets the address that requests leave from.
   *
   * @param address port 0 leaves the port open
   * @throws IllegalArgumentException if it is no outbound interface
   */
  void outboundInterface(InetSocketAddress address);

  /** Ends what is under way: the session has been invalidated. */
  void onInvalidated();
}
