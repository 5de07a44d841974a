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
 * What the server shows through MicroProfile Metrics and Health while SIP applications are
 * deployed. Without one of them the server runs all the same. Safe for use by many threads.
 */
public final class Observation {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final String SERVER = "";

  private final Engine engine;
  private final Metrics metrics;
  private final ServerMetrics server;
  private final Consumer<String> showHealth;
  private final Set<OperationCounters> shown = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The SIP applications, and the names that the server knows them by; the oldest first. */
  private final Map<String, String> applications = new LinkedHashMap<>();

  /**
   * @param metrics null for none
   * @param showHealth shows the health checks with an application, until it is undeployed
   */
  public Observation(
      Engine engine, Metrics metrics, ServerMetrics server, Consumer<String> showHealth) {
    this.engine = engine;
    this.metrics = metrics;
    this.server = server;
    this.showHealth = showHealth;
  }

  /** The server's metrics; null if it has none. */
  static Metrics metrics() {
    try {
      return new Metrics(PayaraServices.metrics());
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      LOG.log(Level.WARNING, Problem.NO_METRICS.message(e));
      return null;
    }
  }

  /**
   * An application is deployed.
   *
   * @param deployment the name that the server knows it by
   */
  public synchronized void deployed(String application, String deployment) {
    applications.put(application, deployment);
    if (applications.size() == 1) {
      showHealth.accept(deployment);
    }
  }

  /** An application is undeployed, and with it its metrics. */
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

  /** Shows what is new; called once a second. */
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
