package org.sipasync.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.sipasync.admin.ClusterMember;

/**
 * The SIP container of this server, found by {@link ServiceLoader}: the engine's only access to it.
 */
public interface SipContainer {

  /**
   * Finds the deployed SIP application of a class loader.
   *
   * @param loader the WAR's class loader or a child of it; null finds nothing
   */
  Optional<SipApplicationContext> application(ClassLoader loader);

  /** Returns the state of the container; empty until a SIP application has started it. */
  Optional<ContainerStatus> status();

  /**
   * Returns the applications that failed to deploy, and the causes.
   *
   * @return reports by application; never null
   */
  default Map<String, String> failures() {
    return Map.of();
  }

  /**
   * Refuses new initial requests with 503 and Retry-After, or accepts them again. Requests within
   * dialogs, ACK and CANCEL are always served.
   */
  void refuseNew(boolean refuse);

  /** Returns the messages kept for operators; empty if it keeps none, or has not started. */
  default Optional<MessageCapture> capture() {
    return Optional.empty();
  }

  /** Returns the nodes of the cluster; empty without one. */
  default List<ClusterMember> clusterMembers() {
    return List.of();
  }

  /** Finds the container on the server's class path. */
  static Optional<SipContainer> find() {
    return ServiceLoader.load(SipContainer.class, SipContainer.class.getClassLoader()).findFirst();
  }
}
