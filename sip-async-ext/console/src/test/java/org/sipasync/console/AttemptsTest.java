package org.sipasync.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the clock may run over
  private final Attempts attempts = new Attempts(now::get);

  private void fail(String peer, int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed(peer);
    }
  }

  private void pass(long seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void hearsNothingAfterFiveFailuresUntilTheMinuteIsOver() {
    fail("192.0.2.1", 4);
    assertThat(attempts.blockedSeconds("192.0.2.1")).isZero();
    pass(20);
    fail("192.0.2.1", 1);
    assertThat(attempts.blockedSeconds("192.0.2.1")).isBetween(40, 41);
    assertThat(attempts.blockedSeconds("192.0.2.2")).isZero();
    pass(41);
    assertThat(attempts.blockedSeconds("192.0.2.1")).isZero();
  }

  @Test
  void countsAnewAfterAMinute() {
    fail("192.0.2.1", 4);
    pass(61);
    fail("192.0.2.1", 4);
    assertThat(attempts.blockedSeconds("192.0.2.1")).isZero();
  }

  @Test
  void takesANetworkOfIpv6ForOne() {
    for (int i = 1; i <= 5; i++) {
      attempts.failed("2001:db8:1:2::" + i);
    }
    assertThat(attempts.blockedSeconds("2001:db8:1:2:ffff::1")).isPositive();
    assertThat(attempts.blockedSeconds("2001:db8:1:3::1")).isZero();
  }

  @Test
  void keepsAThousandAddressesAtMost() {
    fail("192.0.2.1", 5);
    for (int i = 0; i < 1_000; i++) {
      attempts.failed("10.0." + i / 250 + "." + i % 250);
    }
    assertThat(attempts.blockedSeconds("192.0.2.1")).isZero();
  }
}
