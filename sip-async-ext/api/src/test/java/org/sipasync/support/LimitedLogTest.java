package org.sipasync.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C-A3")
@Tag("C-F9")
class LimitedLogTest {
  private final List<String> lines = new ArrayList<>();
  private long now;
  private final LimitedLog log = new LimitedLog(new Lines(), Duration.ofSeconds(60), () -> now);

  @Test
  void logsOneLinePerCauseAndPeriod() {
    for (int i = 0; i < 1000; i++) {
      log.log(Level.WARNING, "bad", "bad " + i);
    }
    log.log(Level.WARNING, "other", "other");

    assertThat(lines).containsExactly("bad 0", "other");
  }

  @Test
  void saysHowManyWereLeftOut() {
    log.log(Level.WARNING, "bad", "bad");
    log.log(Level.WARNING, "bad", "bad");
    now += Duration.ofSeconds(60).toNanos();
    log.log(Level.WARNING, "bad", "bad again");

    assertThat(lines).containsExactly("bad", "bad again (1 more since the last such line)");
  }

  @Test
  void cleansAndCutsLines() {
    log.log(Level.WARNING, "x", "a\r\nb{0}" + "c".repeat(100_000));

    assertThat(lines.get(0)).startsWith("a??b{0}c").hasSizeLessThan(600).doesNotContain("\n");
  }

  @Test
  void forgetsTheOldestOfManyCauses() {
    for (int i = 0; i < 10_000; i++) {
      log.log(Level.WARNING, "cause " + i, "line");
    }
    log.log(Level.WARNING, "cause 9999", "kept");
    log.log(Level.WARNING, "cause 0", "forgotten");

    assertThat(lines).hasSize(10_001).endsWith("forgotten");
  }

  private final class Lines implements Logger {
    @Override
    public String getName() {
      return "lines";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      lines.add(message);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
      lines.add(format);
    }
  }
}
