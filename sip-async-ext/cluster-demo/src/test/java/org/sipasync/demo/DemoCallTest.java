package org.sipasync.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DemoCallTest {
  private final DemoCall call = new DemoCall();

  @Test
  void showsItsNodeWhileItWaitsAndOnceItIsAnswered() {
    assertThat(call.letter()).isEqualTo('.');
    call.node = 1;
    assertThat(call.letter()).isEqualTo('b');
    call.answered(2, 200, "200 of C");
    assertThat(call.letter()).isEqualTo('C');
    call.answered(2, 200, "200 of C");
    assertThat(call.letter()).isEqualTo('C');
  }

  @Test
  void showsASecondFinalResponseAndAFailure() {
    call.node = 0;
    call.answered(0, 503, "503 of A");
    assertThat(call.letter()).isEqualTo('!');
    call.answered(1, 200, "200 of B");
    assertThat(call.letter()).isEqualTo('2');
  }

  @Test
  void isRepeatedUntilItIsHeardOf() {
    call.node = 0;
    call.sent(1000);
    assertThat(call.isDue(1499)).isFalse();
    assertThat(call.isDue(1500)).isTrue();
    call.sent(1500);
    assertThat(call.isDue(2499)).isFalse();
    assertThat(call.isDue(2500)).isTrue();
    call.isTrying = true;
    assertThat(call.isDue(60_000)).isFalse();
  }
}
