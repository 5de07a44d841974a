package org.sipasync.cdi.engine;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.sipasync.core.EngineSettings;
import org.sipasync.support.SettingsReader;

/**
 * The engine's configuration.
 *
 * @param engine loops, limits and the slow threshold
 * @param pool limit of concurrent blocking functions
 * @param deadlines the default deadlines
 * @param grace time launches may take when their application stops (rule L7)
 * @param refusesToWait true if a call with nothing to suspend is refused (rule A10)
 * @param logContext true if log records of applications are prefixed with the log context
 * @param showParameters true if operators see the functions' parameters
 */
public record Settings(
    EngineSettings engine,
    int pool,
    Deadlines deadlines,
    Duration grace,
    boolean refusesToWait,
    boolean logContext,
    boolean showParameters) {
  private static final int MAX = 100_000_000;

  /**
   * Reads the configuration.
   *
   * @throws org.sipasync.SipAsyncException if a value is invalid
   */
  static Settings of(Config config) {
    SettingsReader reader =
        new SettingsReader(key -> config.getOptionalValue(key, String.class), "sip.async.");
    return new Settings(
        new EngineSettings(
            reader.number("loops", EngineSettings.defaults().loops(), 1, 1_000),
            reader.number("max-in-flight", 100_000, 1, MAX),
            reader.number("max-in-flight-per-function", 100_000, 1, MAX),
            millis(reader, "slow", 2_000, 0, Duration.ofHours(1))),
        reader.number("pool", 64, 1, 10_000),
        new Deadlines(
            millis(reader, "deadline.invite", 30_000, 1, Deadlines.INVITE_LIFE),
            millis(reader, "deadline.other", 5_000, 1, Deadlines.NON_INVITE_LIFE)),
        millis(reader, "launch.grace", 3_000, 1, Duration.ofHours(1)),
        reader.word("without-transaction", WithoutTransaction.WAIT) == WithoutTransaction.REFUSE,
        reader.flag("log-context", true),
        reader.flag("admin.show-parameters", false));
  }

  private enum WithoutTransaction {
    WAIT,
    REFUSE
  }

  private static Duration millis(
      SettingsReader reader, String key, long fallback, long min, Duration max) {
    return reader.millis(key, Duration.ofMillis(fallback), Duration.ofMillis(min), max);
  }
}
