package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.sip.transaction.Bench.bytes;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.transport.Transport;

class InviteServerTransactionTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(32);

  private final Bench bench = new Bench();

  @AfterEach
  void nothingIsLeft() {
    bench.pass(TIMEOUT.multipliedBy(2));
    assertThat(bench.loop.timers()).isZero();
    assertThat(bench.table.size()).isZero();
    assertThat(bench.loop.failedTasks()).isZero();
    bench.close();
  }

  private InviteServerTransaction start() {
    var tx =
        new InviteServerTransaction(
            bench.context, bench.arrival, status -> bytes("100"), ended -> {});
    tx.user(bench);
    return tx;
  }

  @Test
  void sends100After200MillisAndRepeatsItToRetransmissions() {
    InviteServerTransaction tx = start();
    tx.onRetransmission();
    assertThat(bench.sent).isEmpty();
    bench.pass(Duration.ofMillis(200));
    tx.onRetransmission();
    assertThat(bench.sent).containsExactly("100", "100");
    tx.respond(486, bytes("486"));
  }

  @Test
  void sendsNo100AfterAnEarlyResponse() {
    InviteServerTransaction tx = start();
    tx.respond(180, bytes("180"));
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.sent).containsExactly("180");
    tx.respond(486, bytes("486"));
  }

  @Test
  void retransmitsAFailureUntilTheAck() {
    InviteServerTransaction tx = start();
    assertThat(tx.respond(486, bytes("486"))).isTrue();
    bench.pass(Duration.ofMillis(1500));
    assertThat(bench.sent).containsExactly("486", "486", "486");
    assertThat(tx.onAck()).isTrue();
    assertThat(tx.onAck()).isTrue();
    tx.onRetransmission();
    bench.pass(Duration.ofMillis(4900));
    assertThat(bench.sent).hasSize(3);
    assertThat(bench.table.size()).isOne();
    bench.pass(Duration.ofMillis(100));
    assertThat(bench.table.size()).isZero();
    assertThat(bench.told).isEmpty();
  }

  @Test
  void tellsTheUserWhenNoAckCame() {
    start().respond(486, bytes("486"));
    bench.pass(TIMEOUT);
    assertThat(bench.told).containsExactly("timeout");
    // 0, 0.5, 1.5, 3.5, then every 4 s to 31.5
    assertThat(bench.sent).hasSize(11);
  }

  @Test
  void a2xxIsRepeatedByTheUserOnlyAndItsAckPassed() {
    InviteServerTransaction tx = start();
    tx.respond(200, bytes("200"));
    tx.onRetransmission();
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.sent).containsExactly("200");
    assertThat(tx.respond(200, bytes("200"))).isTrue();
    assertThat(tx.respond(486, bytes("486"))).isFalse();
    assertThat(tx.onAck()).isFalse();
    assertThat(bench.sent).containsExactly("200", "200");
    bench.pass(TIMEOUT);
    assertThat(tx.onAck()).isTrue();
    assertThat(bench.told).isEmpty();
  }

  @Test
  void sendsOneFinalOnly() {
    InviteServerTransaction tx = start();
    tx.respond(486, bytes("486"));
    assertThat(tx.respond(200, bytes("200"))).isFalse();
    assertThat(tx.respond(487, bytes("487"))).isFalse();
    assertThat(bench.sent).containsExactly("486");
  }

  @Test
  void overAReliableTransportNothingIsRepeated() {
    bench.flow.transport = Transport.TCP;
    InviteServerTransaction tx = start();
    tx.respond(486, bytes("486"));
    bench.pass(Duration.ofSeconds(10));
    assertThat(bench.sent).containsExactly("486");
    tx.onAck();
    assertThat(bench.table.size()).isZero();
  }

  @Test
  void aTransportErrorIsToldAndChangesNothing() {
    InviteServerTransaction tx = start();
    tx.respond(180, bytes("180"));
    bench.flow.onFailed.run();
    assertThat(bench.told).containsExactly("transport error");
    assertThat(tx.respond(200, bytes("200"))).isTrue();
  }

  @Test
  void aClockJumpEndsItOnce() {
    start().respond(486, bytes("486"));
    bench.jump(Duration.ofDays(1));
    bench.pass(TIMEOUT);
    assertThat(bench.told).containsExactly("timeout");
  }
}
