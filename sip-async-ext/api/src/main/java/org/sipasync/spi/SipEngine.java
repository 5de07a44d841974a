package org.sipasync.spi;

import java.lang.annotation.Annotation;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The container's view of the engine: the lifecycle of an application, from its classes to its end.
 *
 * <pre>
 *   classes ── check ──▶ {@link CheckedApplication} ── deploy ──▶ {@link DeployedApplication} ── undeploy ──▶
 * </pre>
 *
 * <p>A container deploys an application in this order:
 *
 * <ol>
 *   <li>{@link #check}; after errors, its own or the engine's, the deployment ends here and none of
 *       the application's code has run;
 *   <li>creates the application's SIP servlets, those without a base class by {@link
 *       CheckedApplication#servlet};
 *   <li>{@link CheckedApplication#deploy};
 *   <li>admits messages, each handled within a {@link DeployedApplication#openScope};
 *   <li>{@link DeployedApplication#undeploy}, once no new messages are admitted.
 * </ol>
 *
 * <p>Implementations are found by {@link ServiceLoader}, on the server's class path. Thread-safe:
 * several applications may be deployed concurrently.
 */
public interface SipEngine {

  /**
   * Returns the annotations of classes and methods that concern the engine. A container looks for
   * them in the whole WAR, because an annotated class that nothing could call is an error to
   * report.
   *
   * @return never null, always the same
   */
  Set<Class<? extends Annotation>> annotations();

  /**
   * Checks an application before any of its code runs, and keeps the findings. Called in the
   * application's context: its class loader, and its CDI if it has any.
   *
   * @param classes what to check; not null
   * @return the application with its errors, if any; never null
   */
  CheckedApplication check(SipApplicationClasses classes);

  /**
   * Notifies the engine of a failed deployment; {@link SipContainer#failures} has the cause. Called
   * once per failed deployment, whatever step failed, on the deploying thread.
   */
  void deploymentFailed();

  /** Finds the engine on the server's class path. */
  static Optional<SipEngine> find() {
    return ServiceLoader.load(SipEngine.class, SipEngine.class.getClassLoader()).findFirst();
  }
}
