package org.sipasync.cdi.admin;

import org.sipasync.Problem;
import org.sipasync.cdi.engine.EngineHost;
import org.sipasync.cdi.engine.Watch;
import org.sipasync.core.Engine;
import org.sipasync.spi.ContainerStatus;
import org.sipasync.support.ServerExit;

/** Starts the oversight with the engine, for the deployment. Thread-safe. */
public final class OversightStarter {
  private static final long LOOK_MILLIS = 1_000;
  private static final long ROTATION_MILLIS = 60_000;

  private OversightStarter() {}

  /** Returns the oversight; the first call starts it and the engine. */
  public static synchronized Oversight get() {
    if (Oversight.started().isEmpty()) {
      Oversight.start(start(EngineHost.get()));
    }
    return Oversight.started().orElseThrow();
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
                HealthChecks::show),
            new LastMinute(() -> shed(engine)));
    watch(oversight);
    return oversight;
  }

  private static void watch(Oversight oversight) {
    Engine engine = oversight.host().engine();
    Watch watch = new Watch();
    watch.every(
        LOOK_MILLIS,
        oversight.drain()::check,
        oversight.observation()::look,
        oversight.shed()::look,
        new SlowLog(engine)::tell);
    watch.every(ROTATION_MILLIS, engine::rotate);
  }

  private static long shed(Engine engine) {
    return engine.shed() + EngineHost.containerStatus().map(ContainerStatus::refused).orElse(0L);
  }

  private static Drain drain(Engine engine) {
    return new Drain(
        System::nanoTime,
        refuse -> EngineHost.container().ifPresent(container -> container.refuseNew(refuse)),
        () -> engine.inFlight() <= inheritable() && nothingWaits(),
        OversightStarter::logDrained,
        () -> ServerExit.begin(0));
  }

  /** Suspended calls that other nodes go on with: a drain need not wait for them. */
  private static long inheritable() {
    return EngineHost.containerStatus()
        .map(status -> status.cluster().getOrDefault(ContainerStatus.INHERITABLE, 0L))
        .orElse(0L);
  }

  private static void logDrained(long millis, boolean isIdle) {
    Audit.log(Problem.DRAINED, millis, isIdle ? "nothing is" : "not everything has ended that was");
  }

  private static boolean nothingWaits() {
    return EngineHost.containerStatus().map(status -> status.waiting() == 0).orElse(true);
  }
}
