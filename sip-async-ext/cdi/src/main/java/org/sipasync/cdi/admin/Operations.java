package org.sipasync.cdi.admin;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.sipasync.Problem;
import org.sipasync.admin.Administration;
import org.sipasync.admin.ClusterMember;
import org.sipasync.admin.Filter;
import org.sipasync.admin.InFlight;
import org.sipasync.admin.NodeState;
import org.sipasync.admin.Statistics;
import org.sipasync.cdi.call.AsyncApplication;
import org.sipasync.cdi.engine.EngineHost;
import org.sipasync.core.Engine;
import org.sipasync.function.Circuits;
import org.sipasync.spi.ContainerStatus;
import org.sipasync.spi.SipContainer;

/** Implementation of {@link Administration}: the engine's view, and actions with audit log. */
public final class Operations implements Administration {
  private static final int MAX_PAGE = 1_000;
  private static final Duration MAX_DRAIN = Duration.ofDays(1);

  private final Oversight oversight;

  public Operations(Oversight oversight) {
    this.oversight = oversight;
  }

  @Override
  public List<InFlight> list(Filter filter, long after, int max) {
    if (max < 1 || max > MAX_PAGE) {
      throw new IllegalArgumentException("a page must have 1 to " + MAX_PAGE + " lines: " + max);
    }
    return engine().list(Objects.requireNonNull(filter, "filter"), after, max, describes());
  }

  @Override
  public Optional<InFlight> find(long id) {
    return engine().find(id, describes());
  }

  @Override
  public int count(Filter filter) {
    return filter.equals(Filter.ALL) ? engine().inFlight() : engine().count(filter);
  }

  @Override
  public boolean cancel(long id) {
    String who = Audit.who();
    boolean ended = engine().cancel(id, new CancellationException("cancelled by " + who));
    Audit.log(Problem.OPERATION_CANCELLED, who, id, ended ? "cancelled" : "it had already ended");
    return ended;
  }

  @Override
  public int cancel(Filter filter) {
    String who = Audit.who();
    int ended = engine().cancel(filter, new CancellationException("cancelled by " + who));
    Audit.log(Problem.OPERATIONS_CANCELLED, who, describe(filter), ended);
    return ended;
  }

  /** Describes a filter, whose texts may be untrusted. */
  private static String describe(Filter filter) {
    return "application=%s, route=%s, function=%s, at least %d ms old"
        .formatted(
            any(filter.application()),
            any(filter.route()),
            any(filter.function()),
            filter.minimumAge().toMillis());
  }

  private static String any(String name) {
    return name == null ? "any" : Audit.clean(name);
  }

  @Override
  public Statistics statistics() {
    return new Statistics(
        engine().inFlight(),
        oversight.shed().growth(),
        oversight.host().settings().engine().maxInFlight(),
        engine().statistics(),
        engine().loopStatistics(),
        oversight.host().pool().statistics(),
        threads(),
        circuits());
  }

  private static Statistics.Threads threads() {
    ContainerStatus status =
        EngineHost.containerStatus().orElse(new ContainerStatus(List.of(), 0, 0, 0, 0, 0));
    return new Statistics.Threads(
        status.threads(), status.busy(), status.waiting(), status.maxWaiting(), status.refused());
  }

  private static List<Statistics.Circuit> circuits() {
    return Circuits.all().stream()
        .map(
            circuit ->
                new Statistics.Circuit(
                    AsyncApplication.nameOf(circuit.application()),
                    circuit.name(),
                    circuit.state()))
        .toList();
  }

  @Override
  public List<ClusterMember> cluster() {
    return EngineHost.container().map(SipContainer::clusterMembers).orElse(List.of());
  }

  @Override
  public List<String> listenPoints() {
    return EngineHost.containerStatus()
        .map(ContainerStatus::listenPoints)
        .orElse(List.of())
        .stream()
        .map(ContainerStatus.ListenPoint::address)
        .toList();
  }

  @Override
  public NodeState state() {
    return oversight.drain().state();
  }

  @Override
  public void drain(Duration atMost) {
    if (atMost.isNegative() || atMost.compareTo(MAX_DRAIN) > 0) {
      throw new IllegalArgumentException("a drain must take 0 s to " + MAX_DRAIN + ": " + atMost);
    }
    if (oversight.drain().begin(atMost)) {
      Audit.log(Problem.DRAINING, Audit.who(), atMost.toMillis(), engine().inFlight());
    }
  }

  @Override
  public boolean resume() {
    boolean takenBack = oversight.drain().takeBack();
    if (takenBack) {
      Audit.log(Problem.DRAIN_TAKEN_BACK, Audit.who());
    }
    return takenBack;
  }

  private Engine engine() {
    return oversight.host().engine();
  }

  private boolean describes() {
    return oversight.host().settings().showParameters();
  }
}
