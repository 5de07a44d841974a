package org.sipasync.container.session;

import java.net.InetSocketAddress;
import java.util.List;
import javax.servlet.sip.Flow;
import javax.servlet.sip.UAMode;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.jsr359.SessionKeepAlive;

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

  /** Flow of the peer's last message; null before the first. */
  Flow flow();

  /**
   * Sets the flow that requests go by; null for none.
   *
   * @throws IllegalArgumentException if it is none of this process
   */
  void flow(Flow flow);

  /** Requests of the application or to it that have no final response, in the order of numbers. */
  List<RequestFacade> activeRequests(UAMode mode);

  /** Session timer of the dialog, perhaps not running; always the same. */
  SessionKeepAlive keepAlive();

  /** Answers what is open 503, because the application's servlets are about to be destroyed. */
  void onRetired();

  /** Ends pending work, because the session has been invalidated. */
  void onInvalidated();
}
