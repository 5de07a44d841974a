package org.sipasync.cdi;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.sipasync.Problem;
import org.sipasync.core.EngineSettings;

/**
 * The engine's configuration.
 *
 * @param engine loops, bounds, and what is slow
 * @param pool blocking functions running at once at most
 * @param deadlines the default deadlines
 * @param grace how long launches may go on when their application stops (rule L7)
 * @param refusesToWait whether a call that can suspend nothing is refused (rule A10)
 * @param logContext whether the log context is put before what applications log
 * @param showParameters whether operators see the functions' parameters
 */
record Settings(
    EngineSettings engine,
    int pool,
    Deadlines deadlines,
    Duration grace,
    boolean refusesToWait,
    boolean logContext,
    boolean showParameters) {

  /**
   * Reads it.
   *
   * @throws org.sipasync.SipAsyncException if a value is none
   */
  static Settings of(Config config) {
    return new Settings(
        new EngineSettings(
            number(config, "sip.async.loops", EngineSettings.defaults().loops(), 1),
            number(config, "sip.async.max-in-flight", 100_000, 1),
            number(config, "sip.async.max-in-flight-per-function", 100_000, 1),
            Duration.ofMillis(number(config, "sip.async.slow", 2_000, 0))),
        number(config, "sip.async.pool", 64, 1),
        new Deadlines(
            deadline(config, "sip.async.deadline.invite", 30_000, Deadlines.INVITE_LIFE),
            deadline(config, "sip.async.deadline.other", 5_000, Deadlines.NON_INVITE_LIFE)),
        Duration.ofMillis(number(config, "sip.async.launch.grace", 3_000, 1)),
        refusesToWait(config),
        flag(config, "sip.async.log-context", true),
        flag(config, "sip.async.admin.show-parameters", false));
  }

  private static boolean flag(Config config, String key, boolean fallback) {
    return config.getOptionalValue(key, Boolean.class).orElse(fallback);
  }

  private static boolean refusesToWait(Config config) {
    String key = "sip.async.without-transaction";
    String value = config.getOptionalValue(key, String.class).orElse("wait");
    if (!value.equals("wait") && !value.equals("refuse")) {
      throw Problem.BAD_SETTING.exception(key, value, "it must be wait or refuse");
    }
    return value.equals("refuse");
  }

  private static Duration deadline(Config config, String key, int fallback, Duration most) {
    int millis = number(config, key, fallback, 1);
    if (millis > most.toMillis()) {
      throw Problem.BAD_SETTING.exception(
          key, millis, "it must be at most " + most.toMillis() + " ms, the transaction's life");
    }
    return Duration.ofMillis(millis);
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
    throw Problem.BAD_SETTING.exception(
        key, text, "it must be a whole number of at least " + least);
  }
}
