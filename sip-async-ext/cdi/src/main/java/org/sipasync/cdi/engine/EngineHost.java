package org.sipasync.cdi.engine;

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
import org.sipasync.core.Engine;
import org.sipasync.spi.ContainerStatus;
import org.sipasync.spi.SipContainer;

/**
 * The engine of this server and its pool for blocking functions. Started with the first SIP
 * application, it ends with the server; the container answers suspended messages before.
 *
 * @param settings its configuration
 * @param engine the engine
 * @param pool runs blocking functions; refuses when full
 */
public record EngineHost(Settings settings, Engine engine, BoundedPool pool) {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final SipContainer CONTAINER = SipContainer.find().orElse(null);
  private static EngineHost started;

  public static synchronized EngineHost get() {
    if (started == null) {
      started = start(Settings.of(ConfigProvider.getConfig()));
    }
    return started;
  }

  /** Returns the engine, if an application has started it. */
  public static synchronized Optional<EngineHost> started() {
    return Optional.ofNullable(started);
  }

  /** Returns the SIP container of this server. */
  public static Optional<SipContainer> container() {
    return Optional.ofNullable(CONTAINER);
  }

  /** Returns the status of the SIP container; empty until a SIP application has started it. */
  public static Optional<ContainerStatus> containerStatus() {
    return container().flatMap(SipContainer::status);
  }

  private static EngineHost start(Settings settings) {
    LOG.log(
        Level.INFO,
        "sip-async runs {0} event loops and at most {1} concurrent blocking functions",
        settings.engine().loops(),
        settings.pool());
    logCollector();
    return new EngineHost(
        settings,
        new Engine(settings.engine()),
        new BoundedPool(managedExecutor(), settings.pool()));
  }

  private static void logCollector() {
    List<String> names =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(MemoryManagerMXBean::getName)
            .toList();
    if (names.stream().noneMatch(name -> name.startsWith("ZGC") || name.startsWith("Shenandoah"))) {
      LOG.log(
          Level.INFO,
          "The JVM uses the collector {0}, whose pauses delay answers by some tenths of a second."
              + " java -XX:+UseZGC delays them by a few ms (docs/operations.md)",
          names.get(0));
    }
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
