package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.Via;
import org.sipasync.sip.transport.RecordingFlow;
import org.sipasync.sip.transport.Transport;

class ClientSideTest {
  private final TestLayer bench = new TestLayer(TransactionSettings.DEFAULT);

  @AfterEach
  void nothingIsLeft() {
    bench.pass(Duration.ofSeconds(100));
    assertThat(bench.layer.clientTransactions()).isZero();
    assertThat(bench.loop.timers()).isZero();
    assertThat(bench.loop.failedTasks()).isZero();
    bench.close();
  }

  /** A request without Via, as a UAC makes it. */
  private static SipRequest fresh(String method) {
    SipRequest request = Requests.request(method, "z9hG4bKx");
    request.remove(HeaderName.VIA);
    request.add(HeaderName.ROUTE, "<sip:proxy.example;lr>");
    request.add(HeaderName.REQUIRE, "timer");
    return request;
  }

  private ClientTransaction send(String method) {
    return bench.layer.send(fresh(method), bench.flow, bench);
  }

  private SipResponse response(int sent, int status) {
    SipResponse response = bench.flow.request(sent).response(status);
    response.toTag("r1");
    return (SipResponse) RecordingFlow.parse(new String(response.toBytes()));
  }

  private void receive(SipResponse response) {
    bench.layer.onResponse(response, bench.flow);
  }

  @Test
  void putsItsViaOnACopyOfTheRequest() throws ParseException {
    SipRequest request = fresh("OPTIONS");
    ClientTransaction one = bench.layer.send(request, bench.flow, bench);
    ClientTransaction two = bench.layer.send(request, bench.flow, bench);
    assertThat(request.has(HeaderName.VIA)).isFalse();
    Via via = bench.flow.request(0).topVia();
    assertThat(via.branch())
        .isEqualTo(one.branch())
        .startsWith("z9hG4bK")
        .isNotEqualTo(two.branch());
    assertThat(via.host() + ":" + via.port()).isEqualTo("192.0.2.1:5060");
    assertThat(via.rport()).isZero();
    receive(response(0, 200));
    receive(response(1, 200));
    assertThat(bench.told).containsExactly("200", "200");
  }

  @Test
  void aForwardedRequestKeepsTheViasBelow() throws ParseException {
    bench.layer.send(Requests.request("OPTIONS", "z9hG4bKbelow"), bench.flow, bench);
    assertThat(bench.flow.request(0).list(Headers.VIA))
        .extracting(Via::host)
        .containsExactly("192.0.2.1", "client.example");
    receive(response(0, 200));
  }

  @Test
  void writesAnIpv6AddressInBracketsAndAHostNameAsItIs() throws ParseException {
    var flow = new RecordingFlow(Transport.TCP, "2001:db8::1", "2001:db8::2");
    bench.layer.send(fresh("OPTIONS"), flow, bench).abandon();
    Via via = flow.request(0).topVia();
    assertThat(via.toString()).startsWith("SIP/2.0/TCP [2001:db8::1]:5060;branch=");
    assertThat(via.rport()).isEqualTo(-1);
    var address = InetSocketAddress.createUnresolved("me.example", 5070);
    var named = new TestLayer(TransactionSettings.DEFAULT.withSentBy(f -> address));
    named.layer.send(fresh("OPTIONS"), flow, bench).abandon();
    assertThat(flow.request(1).topVia().toString()).startsWith("SIP/2.0/TCP me.example:5070;");
    named.close();
  }

  @Test
  void aResponseMustHaveOurBranchOurSentByAndOurMethod() throws ParseException {
    send("OPTIONS");
    SipResponse right = response(0, 200);
    Via via = right.topVia();
    SipResponse wrongSentBy = response(0, 200);
    wrongSentBy.replaceFirst(Headers.VIA, new Via("UDP", "203.0.113.9", 5060, via.parameters()));
    SipResponse wrongMethod = response(0, 200);
    wrongMethod.set(HeaderName.CSEQ, "1 MESSAGE");
    SipResponse wrongBranch = response(0, 200);
    wrongBranch.replaceFirst(Headers.VIA, via.with("branch", "z9hG4bKother"));
    receive(wrongSentBy);
    receive(wrongMethod);
    receive(wrongBranch);
    assertThat(bench.told).isEmpty();
    // the first is not even ours (RFC 3261 18.1.2)
    assertThat(bench.strays).containsExactly(wrongMethod, wrongBranch);
    receive(right);
    assertThat(bench.told).containsExactly("200");
  }

  @Test
  void aLate2xxIsAStray() {
    send("INVITE");
    SipResponse ok = response(0, 200);
    receive(ok);
    bench.pass(Duration.ofSeconds(32));
    receive(ok);
    assertThat(bench.told).containsExactly("200");
    assertThat(bench.strays).containsExactly(ok);
  }

  @Test
  void acksAFailureByTheRules() throws ParseException {
    send("INVITE");
    receive(response(0, 486));
    SipRequest ack = bench.flow.request(1);
    SipRequest invite = bench.flow.request(0);
    assertThat(ack.startLine()).isEqualTo("ACK sip:bob@server.example SIP/2.0");
    assertThat(ack.headers(HeaderName.VIA)).isEqualTo(invite.headers(HeaderName.VIA));
    assertThat(ack.headers(HeaderName.ROUTE)).containsExactly("<sip:proxy.example;lr>");
    assertThat(ack.header(HeaderName.FROM)).isEqualTo(invite.header(HeaderName.FROM));
    assertThat(ack.callId()).isEqualTo(invite.callId());
    assertThat(ack.toTag()).isEqualTo("r1");
    assertThat(ack.cseq()).hasToString("1 ACK");
    assertThat(ack.has(HeaderName.REQUIRE)).isFalse();
    assertThat(bench.told).containsExactly("486");
  }

  @Test
  void cancelsByTheRulesOnceAProvisionalHasCome() throws ParseException {
    ClientTransaction transaction = send("INVITE");
    SipRequest wanted = transaction.createCancel();
    wanted.add(HeaderName.REASON, "SIP;cause=200");
    transaction.cancel(wanted);
    transaction.cancel();
    assertThat(bench.flow.sent).hasSize(1);
    receive(response(0, 180));
    assertThat(bench.flow.sent).hasSize(2);
    SipRequest cancel = bench.flow.request(1);
    SipRequest invite = bench.flow.request(0);
    assertThat(cancel.startLine()).isEqualTo("CANCEL sip:bob@server.example SIP/2.0");
    assertThat(cancel.headers(HeaderName.VIA)).isEqualTo(invite.headers(HeaderName.VIA));
    assertThat(cancel.headers(HeaderName.ROUTE)).hasSize(1);
    assertThat(cancel.header(HeaderName.TO)).isEqualTo(invite.header(HeaderName.TO));
    assertThat(cancel.cseq()).hasToString("1 CANCEL");
    assertThat(cancel.header(HeaderName.REASON)).isEqualTo("SIP;cause=200");
    assertThat(cancel.has(HeaderName.REQUIRE)).isFalse();
    receive(response(1, 200));
    receive(response(0, 487));
    assertThat(bench.told).containsExactly("180", "487");
  }

  @Test
  void aCancelledInviteWithoutAFinalTimesOut() {
    ClientTransaction transaction = send("INVITE");
    receive(response(0, 180));
    transaction.cancel();
    bench.pass(Duration.ofSeconds(32));
    assertThat(bench.told).containsExactly("180", "timeout");
  }

  @Test
  void onlyAnInviteIsCancelled() {
    ClientTransaction transaction = send("OPTIONS");
    assertThatThrownBy(transaction::cancel)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("OPTIONS");
  }

  @Test
  void aClosedConnectionIsATransportErrorForItsUnansweredOnce() {
    var tcp = new RecordingFlow(Transport.TCP);
    var other = new RecordingFlow(Transport.TCP);
    bench.layer.send(fresh("INVITE"), tcp, bench);
    bench.layer.send(fresh("OPTIONS"), tcp, bench);
    ClientTransaction elsewhere = bench.layer.send(fresh("OPTIONS"), other, bench);
    tcp.onFailed.run();
    bench.layer.onClosed(tcp);
    bench.layer.onClosed(tcp);
    assertThat(bench.told).containsExactly("transport error", "transport error");
    elsewhere.abandon();
  }

  @Test
  void cancelAndAckGoByANewConnectionOnceTheirsHasDied() {
    var dead = new RecordingFlow(Transport.TCP);
    var reopened = new RecordingFlow(Transport.TCP);
    ClientTransaction transaction = bench.layer.send(fresh("INVITE"), dead, bench);
    receive(dead.request(0).response(180));
    dead.reopened = reopened;
    bench.layer.onClosed(dead);
    transaction.cancel();
    SipResponse terminated = dead.request(0).response(487);
    terminated.toTag("r1");
    receive(terminated);
    assertThat(dead.lines()).containsExactly("INVITE sip:bob@server.example SIP/2.0");
    assertThat(reopened.lines())
        .containsExactly(
            "CANCEL sip:bob@server.example SIP/2.0", "ACK sip:bob@server.example SIP/2.0");
    assertThat(bench.told).containsExactly("180", "487");
    bench.layer.onClosed(reopened);
  }

  @Test
  void beyondTheBoundNothingIsSentButCancels() {
    var small = new TestLayer(TransactionSettings.DEFAULT.withClientBounds(1, 1000));
    ClientTransaction first = small.layer.send(fresh("INVITE"), small.flow, small);
    ClientTransaction second = small.layer.send(fresh("OPTIONS"), small.flow, small);
    ClientTransaction third = small.layer.send(fresh("OPTIONS"), small.flow, small);
    third.abandon();
    assertThat(first.isRefused()).isFalse();
    assertThat(second.isRefused()).isTrue();
    assertThat(small.told).isEmpty();
    small.pass(Duration.ofMillis(100));
    assertThat(small.told).containsExactly("transport error");
    small.layer.onResponse(small.flow.request(0).response(180), small.flow);
    first.cancel();
    assertThat(small.flow.lines())
        .containsExactly(
            "INVITE sip:bob@server.example SIP/2.0", "CANCEL sip:bob@server.example SIP/2.0");
    small.pass(Duration.ofSeconds(32));
    assertThat(small.layer.clientTransactions()).isZero();
    small.layer.send(fresh("OPTIONS"), small.flow, small);
    assertThat(small.layer.clientTransactions()).isEqualTo(1);
    small.close();
  }

  @Test
  void boundsTheBytesOfRequests() {
    int length = fresh("OPTIONS").toBytes().length + 100;
    var small = new TestLayer(TransactionSettings.DEFAULT.withClientBounds(10, 2L * length));
    for (int i = 0; i < 3; i++) {
      small.layer.send(fresh("OPTIONS"), small.flow, small);
    }
    assertThat(small.layer.clientTransactions()).isEqualTo(2);
    small.pass(Duration.ofSeconds(40));
    small.layer.send(fresh("OPTIONS"), small.flow, small);
    assertThat(small.layer.clientTransactions()).isEqualTo(1);
    small.close();
  }

  @Test
  void sendsTheAckToA2xxWithABranchOfItsOwn() throws ParseException {
    byte[] sent = bench.layer.sendAck(fresh("ACK"), bench.flow);
    assertThat(bench.flow.sent).containsExactly(new String(sent));
    assertThat(bench.flow.request(0).branch()).startsWith("z9hG4bK");
  }

  @Test
  void refusesToSendWhatItCouldNotAck() {
    SipRequest request = fresh("INVITE");
    request.set(HeaderName.CSEQ, "one INVITE");
    assertThatThrownBy(() -> bench.layer.send(request, bench.flow, bench))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CSeq");
  }
}
