package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.sip.transaction.Bench.bytes;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.transport.Transport;

class ClientTransactionsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(32);

  private final Bench bench = new Bench();

  @AfterEach
  void nothingIsLeft() {
    bench.pass(TIMEOUT.multipliedBy(2));
    assertThat(bench.loop.timers()).isZero();
    assertThat(bench.loop.failedTasks()).isZero();
    assertThat(bench.terminated).isOne();
    bench.close();
  }

  private InviteClientTransaction<String> invite() {
    return invite(bench.context);
  }

  private InviteClientTransaction<String> invite(Context context) {
    var tx = new InviteClientTransaction<String>(context, bench.flow, bench, bytes("INVITE"));
    tx.start();
    return tx;
  }

  private NonInviteClientTransaction<String> options() {
    var tx =
        new NonInviteClientTransaction<String>(bench.context, bench.flow, bench, bytes("OPTIONS"));
    tx.start();
    return tx;
  }

  @Test
  void inviteIsSentSevenTimesThenTimesOut() {
    invite();
    bench.pass(TIMEOUT);
    assertThat(bench.sent).hasSize(7).containsOnly("INVITE");
    assertThat(bench.told).containsExactly("timeout");
  }

  @Test
  void aProvisionalEndsRetransmissionAndTimerB() {
    var tx = invite();
    tx.onResponse(180, "180");
    bench.pass(TIMEOUT.multipliedBy(3));
    assertThat(bench.sent).containsExactly("INVITE");
    tx.onResponse(486, "486");
    assertThat(bench.told).containsExactly("180", "486");
  }

  @Test
  void aFailureIsAckedEachTimeAndToldOnce() {
    var tx = invite();
    tx.onResponse(486, "486");
    tx.onResponse(486, "486");
    tx.onResponse(200, "200");
    tx.onTransportError();
    tx.onResponse(486, "486");
    assertThat(bench.sent).containsExactly("INVITE", "ACK 486", "ACK 486");
    assertThat(bench.told).containsExactly("486");
  }

  @Test
  void each2xxIsPassedForTimerM() {
    var tx = invite();
    tx.onResponse(200, "200a");
    tx.onResponse(200, "200b");
    tx.onResponse(486, "486");
    bench.pass(TIMEOUT);
    tx.onResponse(200, "200c");
    assertThat(bench.told).containsExactly("200a", "200b");
    assertThat(bench.sent).containsExactly("INVITE");
  }

  @Test
  void inviteOverAReliableTransportIsSentOnceAndEndsWithItsAck() {
    bench.flow.transport = Transport.TCP;
    var tx = invite();
    bench.pass(Duration.ofSeconds(10));
    tx.onResponse(486, "486");
    assertThat(bench.terminated).isOne();
    assertThat(bench.sent).containsExactly("INVITE", "ACK 486");
  }

  @Test
  void inviteTellsOfATransportErrorOnce() {
    var tx = invite();
    tx.onTransportError();
    tx.onTransportError();
    tx.onResponse(200, "200");
    assertThat(bench.told).containsExactly("transport error");
  }

  @Test
  void optionsIsSentElevenTimesThenTimesOut() {
    options();
    bench.pass(TIMEOUT);
    assertThat(bench.sent).hasSize(11).containsOnly("OPTIONS");
    assertThat(bench.told).containsExactly("timeout");
  }

  @Test
  void optionsGoesOnEveryT2AfterAProvisional() {
    var tx = options();
    tx.onResponse(100, "100");
    bench.pass(Duration.ofSeconds(9));
    // 0, 0.5, 4.5, 8.5
    assertThat(bench.sent).hasSize(4);
    bench.pass(TIMEOUT);
    assertThat(bench.told).containsExactly("100", "timeout");
  }

  @Test
  void optionsTellsItsFinalOnce() {
    var tx = options();
    tx.onResponse(200, "200");
    tx.onResponse(200, "200");
    tx.onTransportError();
    bench.pass(Duration.ofSeconds(4));
    assertThat(bench.terminated).isZero();
    assertThat(bench.told).containsExactly("200");
    assertThat(bench.sent).hasSize(1);
  }

  @Test
  void optionsTellsOfATransportErrorOnce() {
    var tx = options();
    tx.onTransportError();
    tx.onResponse(200, "200");
    assertThat(bench.told).containsExactly("transport error");
  }

  @Test
  void aClockJumpEndsAnInviteOnce() {
    invite();
    bench.jump(Duration.ofDays(1));
    bench.pass(TIMEOUT);
    assertThat(bench.told).containsExactly("timeout");
  }

  @Test
  void aCancelWaitsForTheFirstProvisionalAndGoesOnce() {
    var tx = invite();
    tx.cancel();
    tx.cancel();
    assertThat(bench.cancels).isZero();
    tx.onResponse(100, "100");
    tx.onResponse(180, "180");
    tx.cancel();
    assertThat(bench.cancels).isOne();
    tx.onResponse(487, "487");
    assertThat(bench.told).containsExactly("100", "180", "487");
  }

  @Test
  void aCancelAfterAFinalIsNotSent() {
    var tx = invite();
    tx.onResponse(200, "200");
    tx.cancel();
    assertThat(bench.cancels).isZero();
  }

  @Test
  void aCancelThatAFinalOvertakesIsNotSent() {
    var tx = invite();
    tx.cancel();
    tx.onResponse(486, "486");
    assertThat(bench.cancels).isZero();
  }

  @Test
  void aCancelledInviteWithoutAFinalTimesOutThoughProvisionalsGoOn() {
    var tx = invite();
    tx.onResponse(180, "180");
    tx.cancel();
    bench.pass(Duration.ofSeconds(20));
    tx.onResponse(180, "180");
    bench.pass(Duration.ofSeconds(12));
    assertThat(bench.told).containsExactly("180", "180", "timeout");
  }

  @Test
  void aLimitOfProceedingCancelsAndStartsAfreshWithEach101To199() {
    TimerValues values = TimerValues.DEFAULT.withProceeding(Duration.ofSeconds(180));
    var tx = invite(new Context(bench.table, bench.delays, values));
    tx.onResponse(180, "180");
    bench.pass(Duration.ofSeconds(179));
    tx.onResponse(182, "182");
    bench.pass(Duration.ofSeconds(100));
    tx.onResponse(100, "100");
    bench.pass(Duration.ofSeconds(79));
    assertThat(bench.cancels).isZero();
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.cancels).isOne();
    bench.pass(TIMEOUT);
    assertThat(bench.told).containsExactly("180", "182", "100", "timeout");
  }

  /** The server may send its final response over a new connection (RFC 3261 18.2.2). */
  @Test
  void aClosedFlowDoesNotEndARingingInvite() {
    var tx = invite();
    tx.onResponse(180, "180");
    tx.onTransportError();
    tx.onResponse(200, "200");
    assertThat(bench.told).containsExactly("180", "200");
  }

  @Test
  void anAbandonedTransactionTellsNothing() {
    var tx = invite();
    tx.onResponse(180, "180");
    tx.abandon();
    tx.abandon();
    tx.onResponse(200, "200");
    assertThat(bench.told).containsExactly("180");
  }

  @Test
  void aFailedSendIsATransportError() {
    options();
    bench.flow.onFailed.run();
    bench.flow.onFailed.run();
    assertThat(bench.told).containsExactly("transport error");
  }
}
