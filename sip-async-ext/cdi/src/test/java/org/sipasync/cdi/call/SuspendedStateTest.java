package org.sipasync.cdi.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Delay;
import org.sipasync.function.Idempotent;
import org.sipasync.function.Operation;
import org.sipasync.function.Started;

/** State that another server needs to go on with a function. */
class SuspendedStateTest {
  private static final Instant LATER = Instant.now().plus(Duration.ofHours(2));
  private static final Instant SOONER = Instant.now().plus(Duration.ofHours(1));

  @Idempotent
  private record Pause(Duration duration) implements Delay, Serializable {
    @Override
    public String name() {
      return "pause";
    }
  }

  @Idempotent
  private record Ask(String name) implements AsyncFunction, Serializable {
    @Override
    public Started start(Operation operation) {
      throw new AssertionError();
    }
  }

  private static SuspendedState state(Serializable function, Instant over) {
    return new SuspendedState(null, null, "route", function, LATER, over);
  }

  @Test
  void aDelayHasUntilItsEnd() {
    SuspendedState state = state(new Pause(Duration.ofHours(1)), SOONER);
    assertThat(state.remaining()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
    assertThat(state.repeatable()).isEqualTo(new Pause(Duration.ofHours(1)));
  }

  @Test
  void anyOtherFunctionHasUntilItsDeadline() {
    SuspendedState state = state(new Ask("ask"), null);
    assertThat(state.remaining()).isBetween(Duration.ofMinutes(110), Duration.ofHours(2));
    assertThat(state.repeatable()).isEqualTo(new Ask("ask"));
  }

  @Test
  void aDelayThatItsDeadlineWouldEndDoesNotRunAgain() {
    assertThat(state(new Pause(Duration.ofHours(9)), null).repeatable()).isNull();
  }

  @Test
  void theRestOfADelayEndsBeforeItsDeadline() {
    RestOfDelay rest = new RestOfDelay("sleep", Duration.ZERO);
    assertThat(rest.deadline().orElseThrow()).isGreaterThan(rest.duration());
  }
}
