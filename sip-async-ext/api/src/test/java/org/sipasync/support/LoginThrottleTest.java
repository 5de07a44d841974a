package org.sipasync.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the clock may run over
  private final LoginThrottle throttle =
      new LoginThrottle(now::get, 5, Duration.ofMinutes(1), 1_000);

  private void fail(String peer, int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(peer);
    }
  }

  private void pass(long seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void hearsNothingAfterFiveFailuresUntilTheMinuteIsOver() {
    fail("192.0.2.1", 4);
    assertThat(throttle.blockedSeconds("192.0.2.1")).isZero();
    pass(20);
    fail("192.0.2.1", 1);
    assertThat(throttle.blockedSeconds("192.0.2.1")).isBetween(40, 41);
    assertThat(throttle.blockedSeconds("192.0.2.2")).isZero();
    pass(41);
    assertThat(throttle.blockedSeconds("192.0.2.1")).isZero();
  }

  @Test
  void countsAnewAfterAMinute() {
    fail("192.0.2.1", 4);
    pass(61);
    fail("192.0.2.1", 4);
    assertThat(throttle.blockedSeconds("192.0.2.1")).isZero();
  }

  @Test
  void forgetsFailuresAfterASuccess() {
    fail("192.0.2.1", 4);
    throttle.succeeded("192.0.2.1");
    fail("192.0.2.1", 4);
    assertThat(throttle.isBlocked("192.0.2.1")).isFalse();
  }

  @Test
  void takesANetworkOfIpv6ForOne() {
    for (int i = 1; i <= 5; i++) {
      throttle.failed(LoginThrottle.networkOf("2001:db8:1:2::" + i));
    }
    assertThat(throttle.isBlocked(LoginThrottle.networkOf("2001:db8:1:2:ffff::1"))).isTrue();
    assertThat(throttle.isBlocked(LoginThrottle.networkOf("2001:db8:1:3::1"))).isFalse();
  }

  @Test
  void keepsAThousandKeysAtMost() {
    fail("192.0.2.1", 5);
    for (int i = 0; i < 1_000; i++) {
      throttle.failed("10.0." + i / 250 + "." + i % 250);
    }
    assertThat(throttle.blockedSeconds("192.0.2.1")).isZero();
  }
}
