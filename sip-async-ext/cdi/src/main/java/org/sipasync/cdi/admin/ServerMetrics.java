package org.sipasync.cdi.admin;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Tag;
import org.sipasync.admin.Administration;
import org.sipasync.admin.NodeState;
import org.sipasync.admin.Statistics;
import org.sipasync.admin.Timing;
import org.sipasync.cdi.engine.EngineHost;
import org.sipasync.spi.ContainerStatus;

/** Metrics of the server, across applications. */
final class ServerMetrics {
  private final Supplier<Administration> administration;
  private final Recent<Statistics> recent;

  ServerMetrics(Supplier<Administration> administration) {
    this.administration = administration;
    this.recent = new Recent<>(() -> administration.get().statistics());
  }

  /** Adds missing metrics; circuits appear when first used. */
  void register(Metrics metrics, String owner) {
    number(
        metrics,
        owner,
        "sip_async_pool_size",
        "Threads for blocking functions",
        s -> s.pool().size());
    number(
        metrics,
        owner,
        "sip_async_pool_busy",
        "Busy threads for blocking functions",
        s -> s.pool().busy());
    number(
        metrics,
        owner,
        "sip_async_pool_refused_total",
        "Blocking functions shed because all threads were busy",
        s -> s.pool().refused());
    number(metrics, owner, "sip_threads_size", "Container threads", s -> s.threads().size());
    number(metrics, owner, "sip_threads_busy", "Busy container threads", s -> s.threads().busy());
    number(
        metrics,
        owner,
        "sip_messages_waiting",
        "Messages waiting for a container thread or being handled",
        s -> s.threads().waiting());
    number(
        metrics,
        owner,
        "sip_refused_total",
        "Requests answered 503: overload or drain",
        s -> s.threads().refused());
    metrics.gauge(
        owner,
        "sip_draining",
        "1 during a drain",
        () -> administration.get().state() == NodeState.RUNNING ? 0 : 1);
    cluster().keySet().forEach(name -> cluster(metrics, owner, name));
    recent.get().loops().forEach(loop -> lag(metrics, owner, loop.number()));
    recent.get().circuits().forEach(circuit -> open(metrics, owner, circuit));
  }

  private static Map<String, Long> cluster() {
    return EngineHost.containerStatus().map(ContainerStatus::cluster).orElse(Map.of());
  }

  private static void cluster(Metrics metrics, String owner, String name) {
    metrics.gauge(
        owner,
        "sip_cluster_" + name,
        "Suspended calls in the cluster: " + name,
        () -> cluster().getOrDefault(name, 0L));
  }

  private void number(
      Metrics metrics,
      String owner,
      String name,
      String description,
      Function<Statistics, Number> value) {
    metrics.gauge(owner, name, description, () -> value.apply(recent.get()));
  }

  private void lag(Metrics metrics, String owner, int loop) {
    metrics.timing(
        owner,
        "sip_async_loop_lag_seconds",
        "Delay of the event loop's heartbeat",
        () -> lag(recent.get(), loop),
        new Tag("loop", Integer.toString(loop)));
  }

  private static Timing lag(Statistics statistics, int loop) {
    return statistics.loops().get(loop).lag();
  }

  private void open(Metrics metrics, String owner, Statistics.Circuit circuit) {
    metrics.gauge(
        owner,
        "sip_async_circuit_open",
        "1 while the circuit breaker is open, 0.5 while half open, else 0",
        () -> openness(recent.get(), circuit),
        new Tag("application", circuit.application()),
        new Tag("circuit", circuit.name()));
  }

  /** Returns the worst state of breakers with one name; closed if there are none. */
  private static double openness(Statistics statistics, Statistics.Circuit circuit) {
    return statistics.circuits().stream()
        .filter(
            other ->
                other.name().equals(circuit.name())
                    && other.application().equals(circuit.application()))
        .mapToDouble(other -> other.state().ordinal() / 2.0)
        .max()
        .orElse(0);
  }
}
