package org.sipasync.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VerifiedTest {
  private final AtomicLong now = new AtomicLong();
  private final Verified verified = new Verified(now::get);

  @Test
  void knowsAPasswordForFiveMinutes() {
    verified.add("alice", "correct horse".toCharArray());
    assertThat(verified.knows("alice", "correct horse".toCharArray())).isTrue();
    assertThat(verified.knows("alice", "correct horsf".toCharArray())).isFalse();
    assertThat(verified.knows("bob", "correct horse".toCharArray())).isFalse();
    now.addAndGet(TimeUnit.MINUTES.toNanos(5));
    assertThat(verified.knows("alice", "correct horse".toCharArray())).isFalse();
  }
}
