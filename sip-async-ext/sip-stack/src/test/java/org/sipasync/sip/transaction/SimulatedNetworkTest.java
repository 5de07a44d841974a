package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.message.CSeq;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;

/**
 * Requests of one layer to another over a network that loses, repeats, delays and reorders, beneath
 * a clock that jumps.
 */
class SimulatedNetworkTest {
  private static final int CALLS = 300;

  private final Server server = new Server();
  private SimulatedNetwork network;
  private TransactionLayer client;
  private TransactionLayer serverLayer;

  /** One request and what its user was told. */
  private final class Call implements ClientUser {
    private final SipRequest request;
    private final List<String> finals = new ArrayList<>();
    private ClientTransaction transaction;

    Call(SipRequest request) {
      this.request = request;
    }

    void start(boolean cancelled) {
      transaction = client.send(request, network.toServer(), this);
      if (cancelled) {
        network.after(network.random.nextInt(20_000), transaction::cancel);
      }
    }

    @Override
    public void onResponse(SipResponse response) {
      if (response.status() < 200) {
        return;
      }
      String told = "" + response.status();
      boolean ok = response.status() < 300 && request.method().equals(Method.INVITE);
      if (!ok || !finals.contains(told)) {
        finals.add(told);
      }
      if (ok) {
        client.sendAck(ack(), network.toServer());
      }
    }

    private SipRequest ack() {
      SipRequest ack = Requests.request("ACK", "z9hG4bKx");
      ack.remove(HeaderName.VIA);
      ack.set(HeaderName.CALL_ID, request.callId());
      return ack;
    }

    @Override
    public void onTimeout() {
      finals.add("timeout");
    }

    @Override
    public void onTransportError() {
      finals.add("transport error");
    }
  }

  /** Rings, answers, and repeats its 2xx until the ACK; one OPTIONS in eight is never answered. */
  private final class Server implements TransactionUser {
    private final Set<String> acked = new HashSet<>();
    private final Map<String, Integer> seen = new HashMap<>();

    @Override
    public void onRequest(SipRequest request, ServerTransaction transaction) {
      seen.merge(request.callId(), 1, Integer::sum);
      Random random = network.random;
      if (!request.method().equals(Method.INVITE)) {
        if (random.nextInt(8) > 0) {
          network.after(random.nextInt(6000), () -> respond(request, transaction, 200));
        }
        return;
      }
      transaction.user(new Invited(request, transaction));
      int status = random.nextBoolean() ? 200 : 486;
      network.after(random.nextInt(3000), () -> respond(request, transaction, 180));
      network.after(3000 + random.nextInt(20_000), () -> answer(request, transaction, status, 500));
    }

    private void answer(
        SipRequest request, ServerTransaction transaction, int status, int nextMillis) {
      boolean repeats =
          !acked.contains(request.callId())
              && respond(request, transaction, status)
              && status < 300;
      if (repeats) {
        int next = Math.min(4000, nextMillis * 2);
        network.after(nextMillis, () -> answer(request, transaction, status, next));
      }
    }

    private boolean respond(SipRequest request, ServerTransaction transaction, int status) {
      SipResponse response = request.response(status);
      response.toTag("s1");
      return transaction.respond(response);
    }

    @Override
    public void onAck(SipRequest ack, Flow flow) {
      acked.add(ack.callId());
    }
  }

  private final class Invited implements ServerUser {
    private final SipRequest invite;
    private final ServerTransaction transaction;

    Invited(SipRequest invite, ServerTransaction transaction) {
      this.invite = invite;
      this.transaction = transaction;
    }

    @Override
    public void onCancel(SipRequest cancel, ServerTransaction cancelTransaction) {
      server.respond(cancel, cancelTransaction, 200);
      server.respond(invite, transaction, 487);
    }
  }

  private List<Call> run(long seed, boolean jumps) {
    network = new SimulatedNetwork(seed);
    TimerValues timers = TimerValues.DEFAULT.withProceeding(Duration.ofSeconds(180));
    var settings = TransactionSettings.DEFAULT.withTimers(timers);
    client = new TransactionLayer(network.loop, server, settings, network.random);
    serverLayer = new TransactionLayer(network.loop, server, settings, network.random);
    network.connect(client, serverLayer);
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      boolean invite = network.random.nextInt(3) > 0;
      Call call = new Call(request(invite ? Method.INVITE : Method.OPTIONS, i));
      calls.add(call);
      call.start(invite && network.random.nextInt(3) == 0);
      network.pass(Duration.ofMillis(network.random.nextInt(300)));
      if (jumps && network.random.nextInt(30) == 0) {
        network.jump(Duration.ofSeconds(network.random.nextInt(90)));
      }
    }
    network.pass(Duration.ofMinutes(6));
    return calls;
  }

  private static SipRequest request(Method method, int number) {
    SipRequest request = Requests.request(method.toString(), "z9hG4bKx");
    request.remove(HeaderName.VIA);
    request.set(HeaderName.CALL_ID, "call" + number);
    request.set(HeaderName.CSEQ, new CSeq(1, method));
    return request;
  }

  private void assertNothingIsLeft(List<Call> calls) {
    assertThat(calls).allSatisfy(call -> assertThat(call.finals).hasSize(1));
    assertThat(client.clientTransactions()).isZero();
    assertThat(serverLayer.serverTransactions()).isZero();
    assertThat(network.loop.timers()).isZero();
    assertThat(network.loop.failedTasks()).isZero();
    network.loop.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void eachRequestHasOneFinalAndIsSeenOnce(long seed) throws ParseException {
    List<Call> calls = run(seed, false);
    assertThat(calls)
        .extracting(call -> call.finals.get(0))
        .contains("200", "486", "487", "timeout")
        .doesNotContain("transport error");
    assertThat(server.seen.values()).containsOnly(1);
    assertNothingIsLeft(calls);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void eachRequestHasOneFinalThoughTheClockJumps(long seed) {
    assertNothingIsLeft(run(seed, true));
  }
}
