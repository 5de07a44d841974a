package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.RecordingFlow;
import org.sipasync.sip.transport.Transport;

/** Transactions whose peer cannot be reached any more, since its WebSocket has closed. */
class LostWebSocketTest {
  private final TestLayer bench = new TestLayer(TransactionSettings.DEFAULT);
  private final RecordingFlow flow = new RecordingFlow(Transport.WS);

  LostWebSocketTest() {
    flow.isReopenable = false;
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private ServerTransaction receive(String method, String branch, RecordingFlow from) {
    bench.layer.onRequest(Requests.request(method, branch), from);
    return bench.transactions.get(bench.transactions.size() - 1);
  }

  @Test
  void waitingInviteIsToldAndEndsWithItsAnswer() {
    ServerTransaction invite = receive("INVITE", "z9hG4bKa", flow);
    bench.layer.onClosed(flow);
    assertThat(bench.told).containsExactly("peer gone");
    assertThat(invite.isAnswered()).isFalse();
    invite.respond(bench.requests.get(0).response(487));
    bench.pass(Duration.ofSeconds(33));
    assertThat(bench.layer.serverTransactions()).isZero();
  }

  @Test
  void refusedInviteWaitsForNoAck() {
    ServerTransaction invite = receive("INVITE", "z9hG4bKa", flow);
    invite.respond(bench.requests.get(0).response(486));
    bench.layer.onClosed(flow);
    assertThat(bench.layer.serverTransactions()).isZero();
    bench.pass(Duration.ofSeconds(33));
    assertThat(bench.told).isEmpty();
  }

  @Test
  void othersAreNotTold() {
    receive("INVITE", "z9hG4bKa", new RecordingFlow(Transport.TCP));
    receive("OPTIONS", "z9hG4bKb", flow);
    RecordingFlow other = new RecordingFlow(Transport.WS);
    other.isReopenable = false;
    receive("INVITE", "z9hG4bKc", other);
    bench.layer.onClosed(flow);
    assertThat(bench.told).isEmpty();
  }

  @Test
  void ringingInviteOfOursFails() {
    SipRequest invite = Requests.request("INVITE", "z9hG4bKx");
    ClientTransaction sent = bench.layer.send(invite, flow, bench);
    SipResponse ringing = flow.request(0).response(180);
    bench.layer.onResponse(ringing, flow);
    bench.layer.onClosed(flow);
    assertThat(bench.told).containsExactly("180", "transport error");
    assertThat(bench.layer.clientTransactions()).isZero();
    assertThat(sent.isRefused()).isFalse();
  }

  @Test
  void ringingInviteOverTcpGoesOn() {
    RecordingFlow tcp = new RecordingFlow(Transport.TCP);
    bench.layer.send(Requests.request("INVITE", "z9hG4bKx"), tcp, bench);
    bench.layer.onResponse(tcp.request(0).response(180), tcp);
    bench.layer.onClosed(tcp);
    assertThat(bench.told).containsExactly("180");
  }
}
