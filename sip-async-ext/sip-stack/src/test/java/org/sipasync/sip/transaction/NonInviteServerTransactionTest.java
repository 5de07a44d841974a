package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.sip.transaction.Bench.bytes;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NonInviteServerTransactionTest {
  private final Bench bench = new Bench();

  @AfterEach
  void nothingIsLeft() {
    bench.pass(Duration.ofSeconds(40));
    assertThat(bench.loop.timers()).isZero();
    assertThat(bench.table.size()).isZero();
    bench.close();
  }

  private NonInviteServerTransaction start() {
    return new NonInviteServerTransaction(
        bench.context, bench.key, bench.peer, bench, bytes("100"));
  }

  @Test
  void repeatsItsAnswerForTimerJ() {
    NonInviteServerTransaction tx = start();
    tx.onRetransmission();
    assertThat(bench.sent).isEmpty();
    assertThat(tx.respond(200, bytes("200"))).isTrue();
    assertThat(tx.respond(500, bytes("500"))).isFalse();
    bench.pass(Duration.ofMillis(31_900));
    assertThat(bench.table.find(bench.key)).isInstanceOf(AnsweredTransaction.class);
    bench.table.find(bench.key).onRetransmission();
    assertThat(bench.sent).containsExactly("200", "200");
    bench.pass(Duration.ofMillis(100));
    assertThat(bench.table.find(bench.key)).isNull();
  }

  @Test
  void sends100WhenTimerEHasReachedT2AndNotBefore() {
    NonInviteServerTransaction tx = start();
    assertThat(tx.respond(100, bytes("early"))).isFalse();
    assertThat(tx.respond(183, bytes("183"))).isFalse();
    bench.pass(Duration.ofMillis(3400));
    assertThat(bench.sent).isEmpty();
    bench.pass(Duration.ofMillis(100));
    tx.onRetransmission();
    assertThat(bench.sent).containsExactly("100", "100");
    assertThat(tx.respond(200, bytes("200"))).isTrue();
  }

  @Test
  void sendsNo408() {
    assertThat(start().respond(408, bytes("408"))).isFalse();
    assertThat(bench.sent).isEmpty();
    assertThat(bench.table.size()).isZero();
  }

  @Test
  void overAReliableTransportNothingIsKept() {
    bench.reliable = true;
    start().respond(200, bytes("200"));
    assertThat(bench.table.size()).isZero();
  }

  @Test
  void tellsOfATransportErrorBeforeItsAnswer() {
    NonInviteServerTransaction tx = start();
    tx.onTransportError();
    tx.respond(200, bytes("200"));
    tx.onTransportError();
    assertThat(bench.told).containsExactly("transport error");
  }
}
