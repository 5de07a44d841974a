package org.sipasync.functions.exec;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.sipasync.support.SettingsReader;

/**
 * Limits of programs.
 *
 * @param maxProcesses processes running or waiting to start
 * @param maxOutput bytes each of standard output and standard error
 * @param grace time between TERM and KILL
 */
public record ExecSettings(int maxProcesses, int maxOutput, Duration grace) {
  private static final String PREFIX = "sip.async.exec.";
  private static final int MAX_PROCESSES = 100_000;
  private static final int MAX_OUTPUT = 1 << 30;
  private static final Duration MAX_GRACE = Duration.ofMinutes(1);

  public ExecSettings {
    SettingsReader.check(PREFIX + "max-processes", maxProcesses, 1, MAX_PROCESSES);
    SettingsReader.check(PREFIX + "max-output", maxOutput, 1, MAX_OUTPUT);
    SettingsReader.check(PREFIX + "grace", grace.toMillis(), 0, MAX_GRACE.toMillis());
  }

  /** Returns the defaults: 1,000 processes, 1 MiB, half a second. */
  public static ExecSettings defaults() {
    return new ExecSettings(1_000, 1 << 20, Duration.ofMillis(500));
  }

  /**
   * Reads the configuration; absent settings have their defaults.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0103 naming the key, if a value is invalid
   */
  public static ExecSettings from(Config config) {
    SettingsReader reader =
        new SettingsReader(key -> config.getOptionalValue(key, String.class), PREFIX);
    ExecSettings defaults = defaults();
    return new ExecSettings(
        reader.number("max-processes", defaults.maxProcesses, 1, MAX_PROCESSES),
        reader.number("max-output", defaults.maxOutput, 1, MAX_OUTPUT),
        reader.millis("grace", defaults.grace, Duration.ZERO, MAX_GRACE));
  }
}
