package org.sipasync.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F1")
class FailureLogTest {
  private static final String NAME = "org.sipasync.loop.FailureLogTest";

  private final List<LogRecord> records = new ArrayList<>();

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          records.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** A peer that makes a task fail again and again writes one line, and no trace. */
  @Test
  void oneLineWithoutTraceAndWithoutTheMessage() {
    Logger logger = Logger.getLogger(NAME);
    logger.addHandler(handler);
    try {
      for (int i = 0; i < 100; i++) {
        FailureLog.log(
            System.getLogger(NAME), "Failed on purpose", new IllegalStateException("a\nb"));
      }
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(records).hasSize(1);
    LogRecord line = records.get(0);
    assertThat(line.getLevel()).isEqualTo(Level.SEVERE);
    assertThat(line.getThrown()).isNull();
    assertThat(line.getMessage())
        .startsWith("Failed on purpose: java.lang.IllegalStateException, at ")
        .contains("FailureLogTest.java")
        .doesNotContain("\n");
  }

  @Test
  void sameCauseIsLoggedAgainAfterAMinute() {
    long now = System.nanoTime();
    assertThat(FailureLog.isDue("again", now)).isTrue();
    assertThat(FailureLog.isDue("again", now + TimeUnit.SECONDS.toNanos(59))).isFalse();
    assertThat(FailureLog.isDue("again", now + TimeUnit.SECONDS.toNanos(60))).isTrue();
  }
}
