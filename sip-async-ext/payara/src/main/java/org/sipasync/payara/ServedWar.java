package org.sipasync.payara;

import java.util.Map;
import java.util.Optional;
import org.sipasync.container.http.HttpSessions;
import org.sipasync.payara.server.WebSocketDoor;
import org.sipasync.spi.SipApplicationContext;

/** A WAR's SIP application in a container, from {@link WarContainer#prepare} to {@link #stop}. */
public interface ServedWar extends SipApplicationContext {
  /** SipFactory, TimerService or SipSessionsUtil of the application; null for other types. */
  Object sipObject(Class<?> type);

  /** Attributes for its ServletContext (JSR 289, 3.3). */
  Map<String, Object> attributes();

  /** Its HTTP sessions; empty where they do not belong to application sessions. */
  default Optional<HttpSessions> httpSessions() {
    return Optional.empty();
  }

  /** Door for its WebSockets; empty in a container without them. */
  default Optional<WebSocketDoor> webSocketDoor() {
    return Optional.empty();
  }

  /**
   * Makes servlets and listeners and opens the application for messages. On the deploying thread.
   */
  void start() throws Exception;

  /** Ends sessions and suspensions, and destroys the application's objects; waits for that. */
  void stop();
}
