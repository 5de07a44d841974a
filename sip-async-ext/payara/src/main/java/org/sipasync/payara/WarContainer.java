package org.sipasync.payara;

import org.sipasync.payara.server.ContainerKind;
import org.sipasync.spi.SipContainer;

/**
 * SIP container that WARs are deployed in, found by the service loader; {@code sip.container}
 * chooses one, and nothing of the others is ever called. Thread-safe.
 */
public interface WarContainer extends SipContainer {
  /** Value of {@code sip.container} that chooses it. */
  ContainerKind kind();

  /**
   * Prepares an application for its start; the first one starts the container. On the deploying
   * thread, in the WAR's context.
   *
   * @throws org.sipasync.SipAsyncException if the container cannot start
   */
  ServedWar prepare(WarParts parts) throws Exception;
}
