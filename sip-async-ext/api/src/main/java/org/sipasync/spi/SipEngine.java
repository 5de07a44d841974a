package org.sipasync.spi;

import java.lang.annotation.Annotation;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The engine, as a SIP container sees it: takes an application from its classes to its end.
 *
 * <pre>
 *   classes ── check ──▶ {@link CheckedApplication} ── deploy ──▶ {@link DeployedApplication} ── undeploy ──▶
 * </pre>
 *
 * <p>A container deploys an application in this order:
 *
 * <ol>
 *   <li>{@link #check}; with mistakes, its own or the engine's, the deployment ends here and none
 *       of the application's code has run;
 *   <li>makes the application's SIP servlets, those without a base class by {@link
 *       CheckedApplication#servlet};
 *   <li>{@link CheckedApplication#deploy};
 *   <li>lets messages in; each is handled within a {@link DeployedApplication#openScope};
 *   <li>{@link DeployedApplication#undeploy}, when no new message comes in any more.
 * </ol>
 *
 * <p>Implementations are found by {@link ServiceLoader}, on the server's class path. Safe for use
 * by many threads: several applications may be deployed at once.
 */
public interface SipEngine {

  /**
   * The annotations of classes and methods that make a class the engine's business. A container
   * looks for them in the whole WAR: a class that nothing could call is a mistake to tell of.
   *
   * @return never null, always the same
   */
  Set<Class<? extends Annotation>> annotations();

  /**
   * Looks for mistakes before anything of the application runs, and keeps what it has found out.
   * Called in the application's context: its class loader, its CDI if it has any.
   *
   * @param classes what to check; not null
   * @return the application with its mistakes, if any; never null
   */
  CheckedApplication check(SipApplicationClasses classes);

  /**
   * Notes that an application could not be deployed; {@link SipContainer#failures} says why. Called
   * once for each failed deployment, whatever step failed, on the deploying thread.
   */
  void deploymentFailed();

  /** The engine on the server's class path, if there is one. */
  static Optional<SipEngine> find() {
    return ServiceLoader.load(SipEngine.class, SipEngine.class.getClassLoader()).findFirst();
  }
}
