package org.sipasync.cdi.admin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.sipasync.Problem;
import org.sipasync.core.Engine;
import org.sipasync.core.OperationCounters;

/**
 * Publishes MicroProfile Metrics and Health of the server while SIP applications are deployed. The
 * server also runs without either. Thread-safe.
 */
public final class Observation {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final String SERVER = "";

  private final Engine engine;
  private final Metrics metrics;
  private final ServerMetrics server;
  private final Consumer<String> showHealth;
  private final Set<OperationCounters> shown = Collections.newSetFromMap(new IdentityHashMap<>());

  /** SIP applications with the server's names for them, oldest first. */
  private final Map<String, String> applications = new LinkedHashMap<>();

  /**
   * @param metrics the metrics, or null
   * @param showHealth publishes the health checks with an application, until it is undeployed
   */
  public Observation(
      Engine engine, Metrics metrics, ServerMetrics server, Consumer<String> showHealth) {
    this.engine = engine;
    this.metrics = metrics;
    this.server = server;
    this.showHealth = showHealth;
  }

  /** Returns the server's metrics; null if there are none. */
  static Metrics metrics() {
    try {
      return new Metrics(PayaraServices.metrics());
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      LOG.log(Level.WARNING, Problem.NO_METRICS.message(e));
      return null;
    }
  }

  /**
   * Adds a deployed application.
   *
   * @param deployment the server's name for it
   */
  public synchronized void deployed(String application, String deployment) {
    applications.put(application, deployment);
    if (applications.size() == 1) {
      showHealth.accept(deployment);
    }
  }

  /** Removes an undeployed application with its metrics. */
  public synchronized void undeployed(String application) {
    boolean showedHealth =
        applications.keySet().stream().findFirst().filter(application::equals).isPresent();
    applications.remove(application);
    if (metrics != null) {
      metrics.remove(application);
      shown.removeIf(counters -> counters.application().equals(application));
    }
    if (showedHealth && !applications.isEmpty()) {
      showHealth.accept(applications.values().iterator().next());
    }
  }

  /** Publishes new metrics; called once a second. */
  synchronized void look() {
    if (metrics == null || applications.isEmpty()) {
      return;
    }
    server.register(metrics, SERVER);
    for (OperationCounters counters : engine.counters()) {
      if (applications.containsKey(counters.application()) && shown.add(counters)) {
        new OperationMetrics(counters).register(metrics);
      }
    }
  }
}
