package org.sipasync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ProblemTest {
  @Test
  @Tag("F11")
  void cleansAndCutsWhatAServerHasSaid() {
    String said = "refused\r\n[SEVERE] forged\u0085\u2028\u202e" + "x".repeat(1_000);

    String message = Problem.LAUNCH_FAILED.message("ldap", -1, new IOException(said));

    assertThat(message)
        .startsWith("SIPA-0308: the launch of ldap ended with -1")
        .contains("refused??[SEVERE] forged???xxx")
        .hasSizeLessThan(700);
    assertThat(Problem.LAUNCH_FAILED.exception("ldap", -1, new IOException(said)))
        .hasMessage(message)
        .hasRootCauseMessage(said);
  }

  @Test
  void keepsTheLinesOfOurOwnReports() {
    SipAsyncException report = Problem.CONSOLE_HTTP.exception("two\nlines");

    assertThat(Problem.LAUNCH_FAILED.message("ldap", -1, report)).contains("two\nlines");
  }
}
