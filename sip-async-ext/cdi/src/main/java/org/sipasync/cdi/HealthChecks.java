package org.sipasync.cdi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.sipasync.admin.NodeState;
import org.sipasync.admin.Statistics;
import org.sipasync.core.Engine;
import org.sipasync.spi.ContainerStatus;
import org.sipasync.spi.SipContainer;

/** Whether this server lives, and whether calls should be sent to it. */
final class HealthChecks {
  /** A loop that has not shown itself for so long is blocked: it does so four times a second. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

  private HealthChecks() {}

  /** Up while the SIP stack's threads live and the event loops turn. */
  static HealthCheckResponse liveness() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("sip-async-live");
    boolean up = listens(response);
    Optional<Engine> engine = EngineHost.started().map(EngineHost::engine);
    for (Statistics.Loop loop : engine.map(Engine::loopStatistics).orElse(List.of())) {
      up &= loop.sinceHeartbeat().compareTo(LONGEST_SILENCE) < 0;
      response.withData(
          "loop " + loop.number() + " last seen, ms ago", loop.sinceHeartbeat().toMillis());
    }
    return response.status(up).build();
  }

  /** Up while new calls are served: SIP listens, no drain, a free thread, room in flight. */
  static HealthCheckResponse readiness() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("sip-async-ready");
    boolean up = listens(response);
    Optional<EngineHost> host = EngineHost.started();
    if (host.isPresent()) {
      up &= serves(new Operations(host.get()), response);
    }
    return response.status(up).build();
  }

  private static boolean listens(HealthCheckResponseBuilder response) {
    Optional<ContainerStatus> status = Application.container().flatMap(SipContainer::status);
    if (status.isEmpty()) {
      response.withData("SIP", "not started: no SIP application is deployed");
      return true;
    }
    boolean up = true;
    for (ContainerStatus.ListenPoint point : status.get().listenPoints()) {
      up &= point.up();
      response.withData(point.address(), point.up() ? "up" : "down");
    }
    return up;
  }

  private static boolean serves(Operations operations, HealthCheckResponseBuilder response) {
    Statistics statistics = operations.statistics();
    Statistics.Pool pool = statistics.pool();
    NodeState state = operations.state();
    response
        .withData("state", state.name().toLowerCase(java.util.Locale.ROOT))
        .withData("in flight", statistics.inFlight())
        .withData("pool", pool.busy() + " of " + pool.size() + " busy");
    statistics
        .circuits()
        .forEach(
            circuit ->
                response.withData(
                    "circuit " + circuit.name() + " of " + circuit.application(),
                    circuit.state().name().toLowerCase(java.util.Locale.ROOT)));
    return state == NodeState.RUNNING
        && pool.busy() < pool.size()
        && statistics.inFlight() < statistics.mostInFlight();
  }
}
