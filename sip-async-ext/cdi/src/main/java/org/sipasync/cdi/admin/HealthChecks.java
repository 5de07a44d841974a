package org.sipasync.cdi.admin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.sipasync.Problem;
import org.sipasync.admin.NodeState;
import org.sipasync.admin.Statistics;
import org.sipasync.cdi.engine.EngineHost;
import org.sipasync.core.Engine;
import org.sipasync.spi.ContainerStatus;
import org.sipasync.spi.SipContainer;

/**
 * Liveness and readiness of this server.
 *
 * @param up the verdict
 * @param data readable details
 */
public record HealthChecks(boolean up, Map<String, String> data) {
  private static final Logger LOG = System.getLogger("org.sipasync");

  /** Time without a heartbeat after which a loop is blocked; there is one a second. */
  private static final Duration MAX_SILENCE = Duration.ofSeconds(5);

  /** Publishes the server's checks once, with its oldest SIP application. */
  public static void show(String deployment) {
    try {
      PayaraServices.health(deployment, "LIVENESS", HealthChecks::liveness);
      PayaraServices.health(deployment, "READINESS", HealthChecks::readiness);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      LOG.log(Level.WARNING, Problem.NO_HEALTH.message(e));
    }
  }

  static HealthCheckResponse liveness() {
    return live(
            EngineHost.containerStatus(),
            EngineHost.started()
                .map(EngineHost::engine)
                .map(Engine::loopStatistics)
                .orElse(List.of()))
        .response("sip-async-live");
  }

  static HealthCheckResponse readiness() {
    Optional<Operations> operations = Oversight.started().map(Operations::new);
    return ready(
            EngineHost.containerStatus(),
            operations.map(Operations::state).orElse(NodeState.RUNNING),
            operations.map(Operations::statistics),
            EngineHost.container().map(SipContainer::failures).orElse(Map.of()))
        .response("sip-async-ready");
  }

  /** Up while the SIP stack's threads are alive and the event loops are running. */
  static HealthChecks live(Optional<ContainerStatus> sip, List<Statistics.Loop> loops) {
    Map<String, String> data = new LinkedHashMap<>();
    boolean up = listens(sip, data);
    for (Statistics.Loop loop : loops) {
      up &= loop.sinceHeartbeat().compareTo(MAX_SILENCE) < 0;
      data.put("loop " + loop.number(), "seen " + loop.sinceHeartbeat().toMillis() + " ms ago");
    }
    return new HealthChecks(up, data);
  }

  /**
   * Up while new calls are served: SIP listens, no drain, a free thread, room below the limit, and
   * every application deployed successfully.
   */
  static HealthChecks ready(
      Optional<ContainerStatus> sip,
      NodeState state,
      Optional<Statistics> statistics,
      Map<String, String> failures) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("state", state.name().toLowerCase(Locale.ROOT));
    boolean up = listens(sip, data) & state == NodeState.RUNNING & failures.isEmpty();
    if (!sip.map(ContainerStatus::serving).orElse(true)) {
      up = false;
      data.put("cluster", "no majority vouches for this server");
    }
    failures.forEach((name, report) -> data.put("application " + name, report));
    if (statistics.isPresent()) {
      up &= hasRoom(statistics.get(), data);
    }
    return new HealthChecks(up, data);
  }

  private static boolean listens(Optional<ContainerStatus> sip, Map<String, String> data) {
    boolean up = true;
    for (ContainerStatus.ListenPoint point :
        sip.map(ContainerStatus::listenPoints).orElse(List.of())) {
      up &= point.up();
      data.put(point.address(), point.up() ? "up" : "down");
    }
    return up;
  }

  private static boolean hasRoom(Statistics statistics, Map<String, String> data) {
    Statistics.Pool pool = statistics.pool();
    data.put("in flight", statistics.inFlight() + " of " + statistics.maxInFlight());
    data.put("pool", pool.busy() + " of " + pool.size() + " busy");
    for (Statistics.Circuit circuit : statistics.circuits()) {
      data.put(
          "circuit " + circuit.name() + " of " + circuit.application(),
          circuit.state().name().toLowerCase(Locale.ROOT));
    }
    return pool.busy() < pool.size() && statistics.inFlight() < statistics.maxInFlight();
  }

  private HealthCheckResponse response(String name) {
    HealthCheckResponseBuilder response = HealthCheckResponse.named(name).status(up);
    data.forEach(response::withData);
    return response.build();
  }
}
