package org.sipasync.sample.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private final AtomicLong clock = new AtomicLong();
  private final Attempts attempts = new Attempts(clock::get, 2, Duration.ofSeconds(30));

  @Test
  @DisplayName("Two wrong passwords use them up, until the window is over")
  void usedUp() {
    attempts.failed("a");
    assertThat(attempts.areUsedUp("a")).isFalse();
    attempts.failed("a");
    assertThat(attempts.areUsedUp("a")).isTrue();
    assertThat(attempts.areUsedUp("b")).isFalse();
    clock.addAndGet(30_001);
    assertThat(attempts.areUsedUp("a")).isFalse();
    attempts.failed("a");
    assertThat(attempts.areUsedUp("a")).isFalse();
  }

  @Test
  @DisplayName("A right password lets the wrong ones be forgotten")
  void forgotten() {
    attempts.failed("a");
    attempts.succeeded("a");
    attempts.failed("a");
    assertThat(attempts.areUsedUp("a")).isFalse();
  }

  @Test
  @DisplayName("Callers beyond 10,000 push out the oldest, no more memory is taken")
  void bounded() {
    attempts.failed("first");
    attempts.failed("first");
    for (int i = 0; i < 10_000; i++) {
      attempts.failed("caller " + i);
    }
    assertThat(attempts.areUsedUp("first")).isFalse();
  }
}
