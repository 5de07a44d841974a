package org.sipasync.cdi;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.admin.OperationStatistics;
import org.sipasync.core.Engine;
import org.sipasync.spi.ContainerStatus;
import org.sipasync.spi.SipContainer;

/**
 * The one engine of this server, with its pool for blocking functions and what looks after it.
 * Started with the first SIP application. It ends with the server: the container answers what is
 * suspended before.
 *
 * @param settings its configuration
 * @param engine the engine
 * @param pool runs blocking functions; refuses when it is full
 * @param drain takes the server out of service
 * @param observation the metrics and health checks
 * @param shed operations shed and requests refused
 */
record EngineHost(
    Settings settings,
    Engine engine,
    BoundedPool pool,
    Drain drain,
    Observation observation,
    LastMinute shed) {
  static final Logger LOG = System.getLogger("org.sipasync");
  private static final long DRAIN_CHECK_MILLIS = 250;
  private static final long LOOK_MILLIS = 1_000;
  private static final long ROTATION_MILLIS = 60_000;
  private static EngineHost started;

  static synchronized EngineHost get() {
    if (started == null) {
      started = start(Settings.of(ConfigProvider.getConfig()));
    }
    return started;
  }

  /** The engine, if an application has started it. */
  static synchronized Optional<EngineHost> started() {
    return Optional.ofNullable(started);
  }

  private static EngineHost start(Settings settings) {
    Engine engine = new Engine(settings.engine());
    LOG.log(
        Level.INFO,
        "sip-async runs {0} event loops and at most {1} blocking functions at once",
        settings.engine().loops(),
        settings.pool());
    tellCollector();
    if (settings.logContext()) {
      LogPrefix.install();
    }
    EngineHost host =
        new EngineHost(
            settings,
            engine,
            new BoundedPool(managedExecutor(), settings.pool()),
            drain(engine),
            new Observation(
                engine,
                Observation.metrics(),
                new ServerMetrics(() -> new Operations(get())),
                Observation::showHealth),
            new LastMinute(() -> shed(engine)));
    host.watch();
    return host;
  }

  private static void tellCollector() {
    List<String> names =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(MemoryManagerMXBean::getName)
            .toList();
    if (names.stream().noneMatch(name -> name.startsWith("ZGC") || name.startsWith("Shenandoah"))) {
      LOG.log(
          Level.INFO,
          "The JVM collects with {0}: its pauses delay answers by up to some tenths of a second."
              + " java -XX:+UseZGC delays them by a few ms (docs/operations.md)",
          names.get(0));
    }
  }

  private void watch() {
    Watch watch = new Watch();
    watch.every(DRAIN_CHECK_MILLIS, drain::check);
    watch.every(LOOK_MILLIS, observation::look);
    watch.every(LOOK_MILLIS, shed::look);
    watch.every(LOOK_MILLIS, new SlowLog(engine)::tell);
    watch.every(ROTATION_MILLIS, engine::rotate);
  }

  private static long shed(Engine engine) {
    long operations = engine.statistics().stream().mapToLong(OperationStatistics::shed).sum();
    return operations
        + Application.container()
            .flatMap(SipContainer::status)
            .map(ContainerStatus::refused)
            .orElse(0L);
  }

  private static Drain drain(Engine engine) {
    return new Drain(
        System::nanoTime,
        refuse -> Application.container().ifPresent(container -> container.refuseNew(refuse)),
        () -> engine.inFlight() == 0 && nothingWaits(),
        EngineHost::stopServer);
  }

  private static boolean nothingWaits() {
    return Application.container()
        .flatMap(SipContainer::status)
        .map(status -> status.waiting() == 0)
        .orElse(true);
  }

  /** As a signal would: the server's shutdown hooks do the rest. */
  private static void stopServer() {
    Thread stop = new Thread(null, () -> System.exit(0), "sip-async-stop", 0, false);
    stop.setContextClassLoader(EngineHost.class.getClassLoader());
    stop.start();
  }

  private static Executor managedExecutor() {
    try {
      return (ManagedExecutorService)
          new InitialContext().lookup("java:comp/DefaultManagedExecutorService");
    } catch (NamingException e) {
      throw new IllegalStateException("This server has no ManagedExecutorService", e);
    }
  }
}
