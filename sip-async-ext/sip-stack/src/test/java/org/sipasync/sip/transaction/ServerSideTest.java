package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sipasync.sip.transaction.Requests.request;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;

class ServerSideTest {
  private final TestLayer bench = new TestLayer(TransactionSettings.DEFAULT.withBounds(3, 10_000));

  @AfterEach
  void nothingIsLeft() {
    bench.pass(Duration.ofSeconds(100));
    assertThat(bench.layer.serverTransactions()).isZero();
    assertThat(bench.loop.timers()).isZero();
    assertThat(bench.loop.failedTasks()).isZero();
    bench.close();
  }

  private void respond(int index, int status) {
    SipResponse response = bench.requests.get(index).response(status);
    response.toTag("s1");
    bench.transactions.get(index).respond(response);
  }

  @Test
  void absorbsRetransmissionsAndRepeatsTheAnswer() {
    bench.receive(request("OPTIONS", "z9hG4bK1"));
    bench.receive(request("OPTIONS", "z9hG4bK1"));
    respond(0, 200);
    bench.receive(request("OPTIONS", "z9hG4bK1"));
    assertThat(bench.requests).hasSize(1);
    assertThat(bench.flow.lines()).containsExactly("SIP/2.0 200 OK", "SIP/2.0 200 OK");
  }

  @Test
  @Tag("C-B7")
  void anotherSentByOrMethodIsAnotherTransaction() {
    bench.receive(request("OPTIONS", "z9hG4bK1"));
    bench.receive(request("OPTIONS", "z9hG4bK1", "other.example:5060", ""));
    bench.receive(request("MESSAGE", "z9hG4bK1"));
    assertThat(bench.requests).hasSize(3);
  }

  @Test
  void sends100TryingAfter200MillisWithoutATagAndOnlyForAnInvite() throws ParseException {
    bench.receive(request("INVITE", "z9hG4bK1"));
    bench.receive(request("OPTIONS", "z9hG4bK2"));
    bench.pass(Duration.ofMillis(100));
    assertThat(bench.flow.sent).isEmpty();
    bench.pass(Duration.ofMillis(100));
    assertThat(bench.flow.lines()).containsExactly("SIP/2.0 100 Trying");
    assertThat(bench.flow.response(0).toTag()).isNull();
    respond(0, 486);
    bench.receive(request("ACK", "z9hG4bK1"));
    respond(1, 200);
  }

  @Test
  void anAckToAFailureIsAbsorbedAndOneToA2xxIsTheUsers() {
    bench.receive(request("INVITE", "z9hG4bK1"));
    respond(0, 486);
    bench.receive(request("ACK", "z9hG4bK1"));
    assertThat(bench.acks).isEmpty();
    bench.receive(request("INVITE", "z9hG4bK2"));
    respond(1, 200);
    bench.receive(request("ACK", "z9hG4bK2", "client.example:5060", "s1"));
    bench.receive(request("ACK", "z9hG4bKother", "client.example:5060", "s1"));
    assertThat(bench.acks).hasSize(2);
  }

  @Test
  void tellsOfAMissingAck() {
    bench.receive(request("INVITE", "z9hG4bK1"));
    respond(0, 486);
    bench.pass(Duration.ofSeconds(32));
    assertThat(bench.told).containsExactly("timeout");
  }

  @Test
  @Tag("C-B8")
  void anRfc2543AckMustHaveTheResponsesToTag() {
    bench.receive(request("INVITE", "1"));
    bench.receive(request("INVITE", "1"));
    respond(0, 486);
    bench.receive(request("ACK", "1", "client.example:5060", "wrong"));
    assertThat(bench.acks).hasSize(1);
    bench.receive(request("ACK", "1", "client.example:5060", "s1"));
    assertThat(bench.acks).hasSize(1);
    bench.pass(Duration.ofSeconds(5));
    assertThat(bench.layer.serverTransactions()).isZero();
    assertThat(bench.told).isEmpty();
  }

  @Test
  @Tag("C-B3")
  void aCancelThatMatchesNothingIsAnswered481AndLeavesNothing() throws ParseException {
    bench.receive(request("CANCEL", "z9hG4bK1"));
    bench.receive(request("CANCEL", "z9hG4bK1"));
    assertThat(bench.flow.lines())
        .hasSize(2)
        .containsOnly("SIP/2.0 481 Call/Transaction Does Not Exist");
    assertThat(bench.flow.response(0).toTag())
        .isNotNull()
        .isEqualTo(bench.flow.response(1).toTag());
    assertThat(bench.layer.serverTransactions()).isZero();
  }

  @Test
  @Tag("C-B6")
  void aCancelIsTheInvitesUsersAndItsAnswersCanHaveOneToTag() throws ParseException {
    SipRequest invite = request("INVITE", "z9hG4bK1");
    bench.receive(invite);
    SipRequest cancel = request("CANCEL", "z9hG4bK1");
    bench.receive(cancel);
    bench.receive(request("CANCEL", "z9hG4bK1"));
    assertThat(bench.cancels).hasSize(1);
    assertThat(bench.transactions.get(0).isAnswered()).isFalse();
    SipResponse ok = cancel.response(200);
    ok.toTag("s1");
    bench.cancels.get(0).respond(ok);
    respond(0, 487);
    bench.receive(request("CANCEL", "z9hG4bK1"));
    assertThat(bench.flow.lines())
        .containsExactly("SIP/2.0 200 OK", "SIP/2.0 487 Request Terminated", "SIP/2.0 200 OK");
    assertThat(bench.flow.response(1).toTag()).isEqualTo(bench.flow.response(0).toTag());
    bench.receive(request("ACK", "z9hG4bK1"));
  }

  @Test
  void aCancelOfAnInviteWithoutAUserIsAnsweredWithATag() throws ParseException {
    bench.receive(request("INVITE", "z9hG4bK1"));
    bench.transactions.get(0).user(ServerUser.NONE);
    bench.receive(request("CANCEL", "z9hG4bK1"));
    assertThat(bench.flow.lines()).containsExactly("SIP/2.0 200 OK");
    assertThat(bench.flow.response(0).toTag()).isNotNull();
    respond(0, 200);
  }

  @Test
  @Tag("C-B5")
  void aMergedRequestIsMarkedAsLongAsTheFirstIsKnown() {
    bench.receive(request("INVITE", "z9hG4bK1"));
    bench.receive(request("INVITE", "z9hG4bK2", "other.example:5060", ""));
    assertThat(bench.transactions.get(0).isMerged()).isFalse();
    assertThat(bench.transactions.get(1).isMerged()).isTrue();
    respond(1, 482);
    bench.receive(request("ACK", "z9hG4bK2", "other.example:5060", "s1"));
    bench.pass(Duration.ofSeconds(6));
    bench.receive(request("INVITE", "z9hG4bK3", "third.example:5060", ""));
    assertThat(bench.transactions.get(2).isMerged()).isTrue();
    respond(0, 200);
    respond(2, 482);
    bench.pass(Duration.ofSeconds(33));
    bench.receive(request("INVITE", "z9hG4bK4"));
    assertThat(bench.transactions.get(3).isMerged()).isFalse();
    respond(3, 486);
  }

  @Test
  @Tag("C-A9")
  void whatWasRefusedStaysRefusedAndItsAckIsSwallowed() throws ParseException {
    for (int i = 0; i < 3; i++) {
      bench.receive(request("OPTIONS", "z9hG4bK" + i));
    }
    bench.receive(request("INVITE", "z9hG4bKx"));
    assertThat(bench.flow.lines()).containsExactly("SIP/2.0 503 Service Unavailable");
    assertThat(bench.flow.response(0).header(HeaderName.RETRY_AFTER)).isEqualTo("5");
    assertThat(bench.flow.response(0).toTag()).isNotNull();
    bench.receive(request("OPTIONS", "z9hG4bK0"));
    for (int i = 0; i < 3; i++) {
      respond(i, 200);
    }
    bench.pass(Duration.ofMillis(31_900));
    bench.receive(request("INVITE", "z9hG4bKx"));
    bench.receive(request("ACK", "z9hG4bKx"));
    assertThat(bench.requests).hasSize(3);
    assertThat(bench.acks).isEmpty();
    assertThat(bench.flow.lines()).filteredOn(line -> line.contains("503")).hasSize(1);
    bench.pass(Duration.ofMillis(200));
    bench.receive(request("INVITE", "z9hG4bKy"));
    assertThat(bench.requests).hasSize(4);
    respond(3, 486);
  }

  @Test
  @Tag("C-A9")
  void aCancelOfALivingInvitePassesThoughThereIsNoRoom() {
    for (int i = 0; i < 3; i++) {
      bench.receive(request("INVITE", "z9hG4bK" + i, "client" + i + ".example:5060", ""));
    }
    bench.receive(request("CANCEL", "z9hG4bK1", "client1.example:5060", ""));
    assertThat(bench.cancels).hasSize(1);
    for (int i = 0; i < 3; i++) {
      respond(i, 487);
    }
  }

  @Test
  @Tag("C-A9")
  void aByeIsTakenWhereAnInviteIsRefused() {
    var full = new TestLayer(TransactionSettings.DEFAULT.withBounds(8, 100_000));
    for (int i = 0; i < 8; i++) {
      full.receive(request("INVITE", "z9hG4bK" + i, "client" + i + ".example:5060", ""));
    }
    assertThat(full.flow.lines()).containsExactly("SIP/2.0 503 Service Unavailable");
    full.receive(request("INVITE", "z9hG4bKr", "client.example:5060", "s1"));
    full.receive(request("BYE", "z9hG4bKb", "client.example:5060", "s1"));
    assertThat(full.requests).hasSize(8);
    assertThat(full.requests.get(7).method()).hasToString("BYE");
    full.close();
  }

  @Test
  void anInviteThatNobodyAnswersIsAnswered408AfterTenMinutesOfSilence() throws ParseException {
    bench.receive(request("INVITE", "z9hG4bK1"));
    bench.pass(Duration.ofMinutes(9));
    respond(0, 180);
    bench.pass(Duration.ofMinutes(9));
    assertThat(bench.told).isEmpty();
    bench.pass(Duration.ofMinutes(1));
    assertThat(bench.told).containsExactly("unanswered");
    assertThat(bench.flow.lines())
        .containsExactly(
            "SIP/2.0 100 Trying", "SIP/2.0 180 Ringing", "SIP/2.0 408 Request Timeout");
    assertThat(bench.flow.response(2).toTag()).isNotNull();
    assertThat(bench.transactions.get(0).isAnswered()).isTrue();
    bench.receive(request("ACK", "z9hG4bK1"));
  }

  @Test
  void aUserMayAnswerAnUnansweredInviteItself() {
    bench.receive(request("INVITE", "z9hG4bK1"));
    bench
        .transactions
        .get(0)
        .user(
            new ServerUser() {
              @Override
              public void onCancel(SipRequest cancel, ServerTransaction transaction) {}

              @Override
              public void onUnanswered() {
                respond(0, 480);
              }
            });
    bench.pass(Duration.ofMinutes(10));
    assertThat(bench.flow.lines())
        .containsExactly("SIP/2.0 100 Trying", "SIP/2.0 480 Temporarily Unavailable");
    bench.receive(request("ACK", "z9hG4bK1"));
  }

  @Test
  @Tag("C-B3")
  void aCancelOfAnotherMethodHasNoEffectAndIsAnswered200() {
    bench.receive(request("OPTIONS", "z9hG4bK1"));
    bench.receive(request("CANCEL", "z9hG4bK1"));
    respond(0, 200);
    bench.receive(request("CANCEL", "z9hG4bK1"));
    bench.receive(request("CANCEL", "z9hG4bK1", "other.example:5060", ""));
    assertThat(bench.flow.lines())
        .containsExactly(
            "SIP/2.0 200 OK",
            "SIP/2.0 200 OK",
            "SIP/2.0 200 OK",
            "SIP/2.0 481 Call/Transaction Does Not Exist");
    assertThat(bench.cancels).isEmpty();
    assertThat(bench.layer.serverTransactions()).isEqualTo(1);
  }

  @Test
  void aUserThatFailsAnswers500() {
    var failing =
        new TransactionUser() {
          @Override
          public void onRequest(SipRequest request, ServerTransaction transaction) {
            throw new IllegalStateException("on purpose");
          }

          @Override
          public void onAck(SipRequest ack, Flow flow) {}
        };
    EventLoop loop = bench.loop;
    var layer =
        new TransactionLayer(loop, failing, TransactionSettings.DEFAULT, new java.util.Random(1));
    assertThatThrownBy(() -> layer.onRequest(request("OPTIONS", "z9hG4bK1"), bench.flow))
        .hasMessage("on purpose");
    assertThat(bench.flow.lines()).containsExactly("SIP/2.0 500 Server Internal Error");
  }

  @Test
  void requestsSentByPeersAreCountedInBytes() {
    var small = new TestLayer(TransactionSettings.DEFAULT.withBounds(1000, 700));
    small.receive(request("OPTIONS", "z9hG4bK1"));
    small.receive(request("OPTIONS", "z9hG4bK2"));
    small.receive(request("OPTIONS", "z9hG4bK3"));
    assertThat(small.requests).hasSize(2);
    assertThat(small.flow.lines()).containsExactly("SIP/2.0 503 Service Unavailable");
    small.close();
  }
}
