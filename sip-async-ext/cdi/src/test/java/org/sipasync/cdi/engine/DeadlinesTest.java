package org.sipasync.cdi.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.Started;

@Tag("A9")
class DeadlinesTest {
  private final Deadlines deadlines = new Deadlines(Duration.ofSeconds(30), Duration.ofSeconds(5));

  private static final AsyncFunction FUNCTION = Functions.blocking("any", () -> null);

  private static AsyncFunction withDeadline(Duration deadline) {
    return new AsyncFunction() {
      @Override
      public String name() {
        return "own";
      }

      @Override
      public Optional<Duration> deadline() {
        return Optional.of(deadline);
      }

      @Override
      public Started start(Operation operation) {
        return new Started.Done(Result.ok());
      }
    };
  }

  @Test
  void thatOfTheFunction() {
    AsyncFunction brief = withDeadline(Duration.ofMillis(800)).into("x");
    assertThat(deadlines.of(null, null, brief, null)).hasMillis(800);
    assertThat(deadlines.of(null, Duration.ofSeconds(1), brief, null)).hasSeconds(1);
    assertThat(deadlines.of(null, null, withDeadline(Duration.ofHours(1)), null)).hasSeconds(32);
    assertThat(deadlines.ofLaunch(null, brief)).hasMillis(800);
  }

  @Test
  @Tag("L5")
  void ofLaunches() {
    assertThat(deadlines.ofLaunch(null, FUNCTION)).hasSeconds(5);
    assertThat(deadlines.ofLaunch(Duration.ofHours(2), FUNCTION)).hasHours(2);
    for (String wrong : new String[] {"PT0S", "PT-1S", "PT25H"}) {
      assertThatThrownBy(() -> deadlines.ofLaunch(Duration.parse(wrong), FUNCTION))
          .hasMessage(
              "SIPA-0019: A deadline of %s does not fit a launch: it must be positive and at most"
                      .formatted(wrong)
                  + " PT24H.");
    }
  }

  @Test
  void defaultAndOwn() {
    assertThat(deadlines.of(null, null, FUNCTION, null)).hasSeconds(5);
    assertThat(deadlines.of(null, Duration.ofSeconds(32), FUNCTION, null)).hasSeconds(32);
  }

  @Test
  void neverBeyondWhatIsLeftOfTheTransaction() {
    assertThat(deadlines.of(null, null, FUNCTION, Duration.ofMillis(2_500))).hasMillis(2_000);
    assertThat(deadlines.of(null, Duration.ofSeconds(10), FUNCTION, Duration.ofSeconds(4)))
        .hasMillis(3_500);
    assertThat(deadlines.of(null, null, FUNCTION, Duration.ofMillis(10))).hasMillis(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT32.001S"})
  void whatCanNeverFit(String wanted) {
    assertThatThrownBy(() -> deadlines.of(null, Duration.parse(wanted), FUNCTION, null))
        .hasMessage(
            "SIPA-0007: A deadline of %s does not fit a message other than INVITE: it must be"
                    .formatted(wanted)
                + " positive and at most PT32S, the transaction's lifetime.");
  }
}
