package org.sipasync.cdi.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.core.SlowOperation;
import org.sipasync.spi.LogContext;

/** Contents of the log. */
class LogTest {
  private static final Logger ROOT = Logger.getLogger("");
  private final List<String> lines = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (isLoggable(record)) {
            lines.add(new java.util.logging.SimpleFormatter().formatMessage(record));
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    handler.setFilter(record -> !record.getMessage().contains("noise"));
    ROOT.addHandler(handler);
    LogPrefix.install();
    LogPrefix.install();
  }

  @AfterEach
  void forget() {
    ROOT.removeHandler(handler);
    LogContext.set(null);
  }

  @Test
  @Tag("A4")
  @DisplayName("A4: what is logged in a route begins with its Call-ID and name, once")
  void prefix() {
    LogContext.set(new LogContext("shop", "abc@host", "credited"));
    ROOT.log(Level.INFO, "paid {0}", 7);
    ROOT.log(Level.INFO, "noise");
    LogContext.set(null);
    ROOT.log(Level.INFO, "elsewhere");
    assertThat(lines).containsExactly("[call abc@host, route credited] paid 7", "elsewhere");
  }

  @Test
  @DisplayName("A hostile Call-ID neither ends the line nor means something to the formatter")
  void hostile() {
    LogContext.set(new LogContext("shop", "{0}'] x\r\n[2026] SEVERE" + "y".repeat(900), "r"));
    ROOT.log(Level.INFO, "paid {0}", 7);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .startsWith("[call ?0??? x???2026? SEVEREy")
        .endsWith("y…, route r] paid 7")
        .hasSizeLessThan(150)
        .doesNotContain("\n");
    assertThat(Audit.clean("eve\nSIPA-0404: root cancelled the drain"))
        .isEqualTo("eve?SIPA-0404: root cancelled the drain");
  }

  @Test
  @Tag("V1")
  @DisplayName("V1: the slow line names function, time, call, route, application, and the others")
  void slow() {
    SlowOperation slow =
        new SlowOperation("ldap", "shop", "credited", "a\nb", Duration.ofMillis(2_300), false, 41);
    assertThat(SlowLog.text(slow))
        .isEqualTo(
            "SIPA-0410: ldap took 2300 ms: call a?b, route \"credited\" of application shop (and 41"
                + " more). Check its backend, or raise sip.async.slow.");
  }
}
