package org.sipasync.cdi.admin;

import java.util.Optional;
import org.sipasync.cdi.engine.EngineHost;

/**
 * Metrics and health, the log of slow operations and the drain of the engine. {@link
 * OversightStarter} creates it.
 *
 * @param host the engine
 * @param drain takes the server out of service
 * @param observation the metrics and health checks
 * @param shed operations shed and requests refused
 */
public record Oversight(EngineHost host, Drain drain, Observation observation, LastMinute shed) {
  private static volatile Oversight started;

  /** Returns the oversight, if an application has started the engine. */
  static Optional<Oversight> started() {
    return Optional.ofNullable(started);
  }

  static void start(Oversight oversight) {
    started = oversight;
  }
}
