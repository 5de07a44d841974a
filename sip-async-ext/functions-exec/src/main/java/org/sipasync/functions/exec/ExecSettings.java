package org.sipasync.functions.exec;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.sipasync.Problem;

/**
 * What programs may use.
 *
 * @param maxProcesses how many may run or wait to be started
 * @param maxOutput bytes of standard output, and of standard error, that one may write
 * @param grace how long one that is to end has between TERM and KILL
 */
public record ExecSettings(int maxProcesses, int maxOutput, Duration grace) {
  private static final String PROCESSES = "sip.async.exec.max-processes";
  private static final String OUTPUT = "sip.async.exec.max-output";
  private static final String GRACE = "sip.async.exec.grace";

  public ExecSettings {
    check(PROCESSES, maxProcesses, 1);
    check(OUTPUT, maxOutput, 1);
    check(GRACE, grace.toMillis(), 0);
  }

  private static void check(String key, long value, int least) {
    if (value < least) {
      throw Problem.BAD_SETTING.exception(key, value, "it must be at least " + least);
    }
  }

  /** 1,000 processes, 1 MiB, half a second. */
  public static ExecSettings defaults() {
    return new ExecSettings(1_000, 1 << 20, Duration.ofMillis(500));
  }

  /** As configured; what is left out, as by default. */
  public static ExecSettings from(Config config) {
    ExecSettings defaults = defaults();
    return new ExecSettings(
        config.getOptionalValue(PROCESSES, Integer.class).orElse(defaults.maxProcesses),
        config.getOptionalValue(OUTPUT, Integer.class).orElse(defaults.maxOutput),
        config.getOptionalValue(GRACE, Long.class).map(Duration::ofMillis).orElse(defaults.grace));
  }
}
