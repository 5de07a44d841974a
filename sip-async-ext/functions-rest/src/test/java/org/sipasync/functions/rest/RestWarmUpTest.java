package org.sipasync.functions.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.sipasync.function.WarmUp;

class RestWarmUpTest {
  @Test
  void isFoundAndItsCallsAreAnswered() throws Exception {
    WarmUp warmUp = ServiceLoader.load(WarmUp.class).findFirst().orElseThrow();
    assertThat(warmUp).isInstanceOf(RestWarmUp.class);
    assertThat(new RestWarmUp(25).run(Duration.ofMinutes(1))).isEqualTo(25);
  }

  @Test
  void endsWhenTimeIsOver() throws Exception {
    assertThat(new RestWarmUp(25).run(Duration.ZERO)).isZero();
  }
}
