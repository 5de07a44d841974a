package org.sipasync.cdi.admin;

import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Tag;
import org.sipasync.admin.Administration;
import org.sipasync.admin.NodeState;
import org.sipasync.admin.Statistics;
import org.sipasync.admin.Timing;

/** The metrics of the server, whosever operations they are of. */
final class ServerMetrics {
  private final Supplier<Administration> administration;
  private final Recent<Statistics> recent;

  ServerMetrics(Supplier<Administration> administration) {
    this.administration = administration;
    this.recent = new Recent<>(() -> administration.get().statistics());
  }

  /** Adds what is not there yet: circuits show themselves when they are first used. */
  void register(Metrics metrics, String owner) {
    number(
        metrics,
        owner,
        "sip_async_pool_size",
        "Threads for blocking functions",
        s -> s.pool().size());
    number(
        metrics, owner, "sip_async_pool_busy", "Such threads that run one", s -> s.pool().busy());
    number(
        metrics,
        owner,
        "sip_async_pool_refused_total",
        "Blocking functions shed because all threads were busy",
        s -> s.pool().refused());
    number(metrics, owner, "sip_threads_size", "Container threads", s -> s.threads().size());
    number(
        metrics, owner, "sip_threads_busy", "Container threads at work", s -> s.threads().busy());
    number(
        metrics,
        owner,
        "sip_messages_waiting",
        "Messages that wait for a container thread or are being handled",
        s -> s.threads().waiting());
    number(
        metrics,
        owner,
        "sip_refused_total",
        "Requests answered 503: overload, or a drain",
        s -> s.threads().refused());
    metrics.gauge(
        owner,
        "sip_draining",
        "1 while new requests are refused by a drain",
        () -> administration.get().state() == NodeState.RUNNING ? 0 : 1);
    recent.get().loops().forEach(loop -> lag(metrics, owner, loop.number()));
    recent.get().circuits().forEach(circuit -> open(metrics, owner, circuit));
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
        "By how much the event loop's heartbeat is late",
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
        "1 while the circuit breaker lets nothing through, 0.5 while it tries, else 0",
        () -> openness(recent.get(), circuit),
        new Tag("application", circuit.application()),
        new Tag("circuit", circuit.name()));
  }

  /** Of several with one name, the worst; of none any more, closed. */
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
