package org.sipasync.cdi.admin;

import java.util.Optional;
import org.sipasync.Problem;
import org.sipasync.cdi.engine.EngineHost;
import org.sipasync.cdi.engine.Watch;
import org.sipasync.core.Engine;
import org.sipasync.spi.ContainerStatus;
import org.sipasync.support.ServerExit;

/**
 * Metrics and health, the log of slow operations and the drain of the one engine. Started with it,
 * by the deployment.
 *
 * @param host the engine
 * @param drain takes the server out of service
 * @param observation the metrics and health checks
 * @param shed operations shed and requests refused
 */
public record Oversight(EngineHost host, Drain drain, Observation observation, LastMinute shed) {
  private static final long DRAIN_CHECK_MILLIS = 250;
  private static final long LOOK_MILLIS = 1_000;
  private static final long ROTATION_MILLIS = 60_000;
  private static Oversight started;

  public static synchronized Oversight get() {
    if (started == null) {
      started = start(EngineHost.get());
    }
    return started;
  }

  /** The oversight, if an application has started the engine. */
  public static synchronized Optional<Oversight> started() {
    return Optional.ofNullable(started);
  }

  private static Oversight start(EngineHost host) {
    if (host.settings().logContext()) {
      LogPrefix.install();
    }
    Engine engine = host.engine();
    Oversight oversight =
        new Oversight(
            host,
            drain(engine),
            new Observation(
                engine,
                Observation.metrics(),
                new ServerMetrics(() -> new Operations(get())),
                Observation::showHealth),
            new LastMinute(() -> shed(engine)));
    oversight.watch();
    return oversight;
  }

  private void watch() {
    Engine engine = host.engine();
    Watch watch = new Watch();
    watch.every(DRAIN_CHECK_MILLIS, drain::check);
    watch.every(LOOK_MILLIS, observation::look);
    watch.every(LOOK_MILLIS, shed::look);
    watch.every(LOOK_MILLIS, new SlowLog(engine)::tell);
    watch.every(ROTATION_MILLIS, engine::rotate);
  }

  private static long shed(Engine engine) {
    return engine.shed() + EngineHost.containerStatus().map(ContainerStatus::refused).orElse(0L);
  }

  private static Drain drain(Engine engine) {
    return new Drain(
        System::nanoTime,
        refuse -> EngineHost.container().ifPresent(container -> container.refuseNew(refuse)),
        () -> engine.inFlight() == 0 && nothingWaits(),
        Oversight::logDrained,
        () -> ServerExit.begin(0));
  }

  private static void logDrained(long millis, boolean isIdle) {
    Audit.log(Problem.DRAINED, millis, isIdle ? "nothing is" : "not everything has ended that was");
  }

  private static boolean nothingWaits() {
    return EngineHost.containerStatus().map(status -> status.waiting() == 0).orElse(true);
  }
}
