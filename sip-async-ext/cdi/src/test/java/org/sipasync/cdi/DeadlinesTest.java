package org.sipasync.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A9")
class DeadlinesTest {
  private final Deadlines deadlines = new Deadlines(Duration.ofSeconds(30), Duration.ofSeconds(5));

  @Test
  void defaultAndOwn() {
    assertThat(deadlines.of(null, null, null)).hasSeconds(5);
    assertThat(deadlines.of(null, Duration.ofSeconds(32), null)).hasSeconds(32);
  }

  @Test
  void neverBeyondWhatIsLeftOfTheTransaction() {
    assertThat(deadlines.of(null, null, Duration.ofMillis(2_500))).hasMillis(2_000);
    assertThat(deadlines.of(null, Duration.ofSeconds(10), Duration.ofSeconds(4))).hasMillis(3_500);
    assertThat(deadlines.of(null, null, Duration.ofMillis(10))).hasMillis(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT32.001S"})
  void whatCanNeverFit(String wanted) {
    assertThatThrownBy(() -> deadlines.of(null, Duration.parse(wanted), null))
        .hasMessage(
            "SIPA-0007: A deadline of %s does not fit a message other than INVITE: it must be above"
                    .formatted(wanted)
                + " zero and at most PT32S, the life of the transaction.");
  }
}
