package org.sipasync.spi;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * The SIP container of this server, found by {@link ServiceLoader}. The engine knows no other way
 * to it.
 */
public interface SipContainer {

  /**
   * The deployed SIP application that a class loader belongs to.
   *
   * @param loader the WAR's class loader or a child of it; null finds nothing
   */
  Optional<SipApplicationContext> application(ClassLoader loader);

  /** State of the container; empty while no SIP application has started it. */
  Optional<ContainerStatus> status();

  /**
   * The applications that could not be deployed, and why.
   *
   * @return reports by application; empty if there is none, never null
   */
  default Map<String, String> failures() {
    return Map.of();
  }

  /**
   * Refuses new initial requests with 503 and Retry-After, or takes them again. Requests within
   * dialogs, ACK and CANCEL are served all the while.
   */
  void refuseNew(boolean refuse);

  /** The container on the server's class path, if there is one. */
  static Optional<SipContainer> find() {
    return ServiceLoader.load(SipContainer.class, SipContainer.class.getClassLoader()).findFirst();
  }
}
