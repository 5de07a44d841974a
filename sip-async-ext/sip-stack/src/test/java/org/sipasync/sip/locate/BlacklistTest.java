package org.sipasync.sip.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.transport.Transport;

class BlacklistTest {
  private final TestClock clock = new TestClock();
  private final Blacklist list = new Blacklist(clock, Duration.ofSeconds(30), 3);

  private static Target target(int port) {
    return new Target(Transport.UDP, new InetSocketAddress("192.0.2.1", port));
  }

  @Test
  void whatFailedIsTriedLastUntilItsTimeIsOver() {
    list.add(target(1));
    List<Target> all = List.of(target(1), target(2));
    clock.pass(Duration.ofMillis(29_999));
    assertThat(list.toTry(all)).containsExactly(target(2), target(1));
    clock.pass(Duration.ofMillis(1));
    assertThat(list.toTry(all)).containsExactly(target(1), target(2));
  }

  @Test
  void oneRequestTriesWhatHadFailed() {
    list.add(target(1));
    List<Target> all = List.of(target(1), target(2));
    clock.pass(Duration.ofSeconds(31));
    assertThat(list.sorted(all)).as("an ACK waits").containsExactly(target(2), target(1));
    assertThat(list.toTry(all)).as("the first request").containsExactly(target(1), target(2));
    assertThat(list.toTry(all)).as("others meanwhile").containsExactly(target(2), target(1));
    clock.pass(Duration.ofSeconds(36));
    assertThat(list.toTry(all)).as("it has not told").containsExactly(target(1), target(2));
    list.remove(target(1));
    assertThat(list.toTry(all)).containsExactly(target(1), target(2));
    assertThat(list.sorted(all)).containsExactly(target(1), target(2));
  }

  @Test
  void aRetryAfterIsBounded() {
    list.add(target(1), Duration.ofSeconds(0xffff_ffffL));
    clock.pass(Duration.ofMinutes(10));
    assertThat(list.contains(target(1))).isFalse();
  }

  @Test
  void keepsABoundedNumberOfTheLatest() {
    for (int port = 1; port <= 5; port++) {
      list.add(target(port));
    }
    assertThat(list.size()).isEqualTo(3);
    assertThat(list.contains(target(2))).isFalse();
    assertThat(list.contains(target(5))).isTrue();
  }

  @Test
  void whatAnswersIsTakenOff() {
    list.add(target(1));
    list.remove(target(1));
    assertThat(list.contains(target(1))).isFalse();
  }
}
