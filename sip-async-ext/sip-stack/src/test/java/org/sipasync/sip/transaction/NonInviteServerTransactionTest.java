package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.sip.transaction.Bench.bytes;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.transport.Transport;

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
    var tx = new NonInviteServerTransaction(bench.context, bench.arrival, status -> bytes("100"));
    tx.user(bench);
    return tx;
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

  /** Dropped at once, a repetition of the request would start a second transaction. */
  @Test
  void sendsNo408ButAbsorbsRetransmissions() {
    assertThat(start().respond(408, bytes("408"))).isFalse();
    bench.pass(Duration.ofMillis(31_900));
    bench.table.find(bench.key).onRetransmission();
    assertThat(bench.sent).isEmpty();
    bench.pass(Duration.ofMillis(100));
    assertThat(bench.table.size()).isZero();
  }

  @Test
  void endsUnansweredWhenItsClientHasGivenUpAndAbsorbsLateRetransmissions() {
    NonInviteServerTransaction tx = start();
    bench.pass(Duration.ofSeconds(32));
    assertThat(bench.told).containsExactly("timeout");
    assertThat(tx.respond(200, bytes("late"))).isFalse();
    bench.table.find(bench.key).onRetransmission();
    assertThat(bench.sent).containsExactly("100");
    bench.pass(Duration.ofSeconds(32));
    assertThat(bench.table.size()).isZero();
  }

  @Test
  void overAReliableTransportNothingIsKept() {
    bench.flow.transport = Transport.TCP;
    start().respond(200, bytes("200"));
    assertThat(bench.table.size()).isZero();
  }

  @Test
  void tellsThatItsAnswerCouldNotBeSent() {
    start().respond(200, bytes("200"));
    bench.flow.onFailed.run();
    assertThat(bench.told).containsExactly("transport error");
  }
}
