package org.sipasync.cdi;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.Problem;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.spi.SipContainer;

/**
 * The one engine of this server, with its pool for blocking functions. Started with the first SIP
 * application. It ends with the server: the container answers what is suspended before.
 *
 * @param settings the engine's bounds and what operators see of it
 * @param engine the engine
 * @param drain takes the server out of service
 * @param observation the metrics
 * @param pool runs blocking functions; refuses when it is full
 * @param deadlines the default deadlines
 * @param grace how long launches may go on when their application stops (rule L7)
 * @param refusesToWait whether a call that can suspend nothing is refused (rule A10)
 */
record EngineHost(
    Settings settings,
    Engine engine,
    Drain drain,
    Observation observation,
    BoundedPool pool,
    Deadlines deadlines,
    Duration grace,
    boolean refusesToWait) {
  static final Logger LOG = System.getLogger("org.sipasync");
  private static final long DRAIN_CHECK_MILLIS = 250;
  private static final long LOOK_MILLIS = 1_000;
  private static final long ROTATION_MILLIS = 60_000;
  private static EngineHost started;

  /**
   * What is configured and asked for later.
   *
   * @param maxInFlight operations in flight at most
   * @param showParameters whether operators see the functions' parameters
   */
  record Settings(int maxInFlight, boolean showParameters) {}

  /** The engine, if an application has started it. */
  static synchronized Optional<EngineHost> started() {
    return Optional.ofNullable(started);
  }

  static synchronized EngineHost get() {
    if (started == null) {
      started = start(ConfigProvider.getConfig());
    }
    return started;
  }

  private static EngineHost start(Config config) {
    EngineSettings defaults = EngineSettings.defaults();
    int loops = number(config, "sip.async.loops", defaults.loops());
    int inFlight = number(config, "sip.async.max-in-flight", 100_000);
    int perFunction = number(config, "sip.async.max-in-flight-per-function", 100_000);
    int threads = number(config, "sip.async.pool", 64);
    Deadlines deadlines =
        new Deadlines(
            deadline(config, "sip.async.deadline.invite", 30_000, Deadlines.INVITE_LIFE),
            deadline(config, "sip.async.deadline.other", 5_000, Deadlines.NON_INVITE_LIFE));
    Duration slow = Duration.ofMillis(number(config, "sip.async.slow", 2_000, 0));
    Engine engine = new Engine(new EngineSettings(loops, inFlight, perFunction, slow));
    LOG.log(
        Level.INFO,
        "sip-async runs {0} event loops and at most {1} blocking functions at once",
        loops,
        threads);
    Drain drain = drain(engine);
    EngineHost host =
        new EngineHost(
            new Settings(
                inFlight,
                config
                    .getOptionalValue("sip.async.admin.show-parameters", Boolean.class)
                    .orElse(false)),
            engine,
            drain,
            new Observation(
                engine,
                Observation.metrics(),
                new ServerMetrics(() -> new Operations(get())),
                Observation::showHealth),
            new BoundedPool(managedExecutor(), threads),
            deadlines,
            Duration.ofMillis(number(config, "sip.async.launch.grace", 3_000)),
            refusesToWait(config));
    if (config.getOptionalValue("sip.async.log-context", Boolean.class).orElse(true)) {
      LogPrefix.install();
    }
    host.watch();
    return host;
  }

  private void watch() {
    Watch watch = new Watch();
    watch.every(DRAIN_CHECK_MILLIS, drain::check);
    watch.every(LOOK_MILLIS, observation::look);
    watch.every(LOOK_MILLIS, new SlowLog(engine)::tell);
    watch.every(ROTATION_MILLIS, engine::rotate);
  }

  private static Drain drain(Engine engine) {
    return new Drain(
        System::nanoTime,
        refuse -> Application.container().ifPresent(container -> container.refuseNew(refuse)),
        () ->
            engine.inFlight() == 0
                && Application.container()
                    .flatMap(SipContainer::status)
                    .map(status -> status.waiting() == 0)
                    .orElse(true),
        EngineHost::stopServer);
  }

  /** As a signal would: the server's shutdown hooks do the rest. */
  private static void stopServer() {
    Thread stop = new Thread(null, () -> System.exit(0), "sip-async-stop", 0, false);
    stop.setContextClassLoader(EngineHost.class.getClassLoader());
    stop.start();
  }

  private static boolean refusesToWait(Config config) {
    String key = "sip.async.without-transaction";
    String value = config.getOptionalValue(key, String.class).orElse("wait");
    if (!value.equals("wait") && !value.equals("refuse")) {
      throw Problem.BAD_NUMBER.exception(key, value, "it must be wait or refuse");
    }
    return value.equals("refuse");
  }

  private static Executor managedExecutor() {
    try {
      return (ManagedExecutorService)
          new InitialContext().lookup("java:comp/DefaultManagedExecutorService");
    } catch (NamingException e) {
      throw new IllegalStateException("This server has no ManagedExecutorService", e);
    }
  }

  private static Duration deadline(Config config, String key, int fallback, Duration most) {
    int millis = number(config, key, fallback);
    if (millis > most.toMillis()) {
      throw Problem.BAD_NUMBER.exception(
          key, millis, "it must be at most " + most.toMillis() + " ms, the transaction's life");
    }
    return Duration.ofMillis(millis);
  }

  private static int number(Config config, String key, int fallback) {
    return number(config, key, fallback, 1);
  }

  private static int number(Config config, String key, int fallback, int least) {
    String text = config.getOptionalValue(key, String.class).map(String::trim).orElse(null);
    if (text == null) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= least) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw Problem.BAD_NUMBER.exception(key, text, "it must be a whole number of at least " + least);
  }
}
