package org.sipasync.sip.transaction;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.sip.transaction.Bench.bytes;
import static org.sipasync.sip.transaction.Bench.method;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * INVITEs over a network that loses, repeats, delays and reorders, beneath a clock that jumps. The
 * seed says all of it.
 */
class SimulatedNetworkTest {
  private static final int CALLS = 300;

  private final Bench bench = new Bench();
  private Random random;

  /** A one-way link to whoever receives; what it loses and repeats is the seed's. */
  private final class Link implements Peer {
    private final Consumer<String> receiver;

    Link(Consumer<String> receiver) {
      this.receiver = receiver;
    }

    @Override
    public void send(byte[] message) {
      for (int copies = random.nextInt(10) < 2 ? 2 : 1; copies > 0; copies--) {
        if (random.nextInt(10) >= 3) {
          Duration delay = Duration.ofMillis(random.nextInt(800));
          String text = new String(message, US_ASCII);
          bench.loop.timerAfter(bench.loop.now(), delay, () -> receiver.accept(text));
        }
      }
    }

    @Override
    public boolean isReliable() {
      return false;
    }
  }

  /** Both ends of one call. */
  private final class Call implements ClientUser<String> {
    private final TransactionKey key;
    private final int answer;
    private final Link toServer = new Link(this::atServer);
    private final Link toClient = new Link(this::atClient);
    private final List<String> finals = new ArrayList<>();
    private int terminated;
    private InviteClientTransaction<String> client;

    Call(int number) {
      key = bench.keys.byBranch(bytes("z9hG4bK" + number), bytes("a"), method("INVITE"));
      answer = random.nextBoolean() ? 200 : 486;
    }

    void start() {
      client =
          new InviteClientTransaction<>(
              bench.context,
              toServer,
              this,
              bytes("INVITE"),
              r -> bytes("ACK"),
              () -> terminated++);
      client.start();
      bench.loop.timerAfter(bench.loop.now(), Duration.ofSeconds(180), this::onTimerC);
    }

    private void onTimerC() {
      if (finals.isEmpty()) {
        finals.add("timer C");
        client.abandon();
      }
    }

    private void atServer(String message) {
      ServerTransaction known = bench.table.find(key);
      if (message.equals("ACK")) {
        if (known != null) {
          known.onAck();
        }
      } else if (known != null) {
        known.onRetransmission();
      } else {
        new Answerer(this).start();
      }
    }

    private void atClient(String message) {
      client.onResponse(Integer.parseInt(message), message);
    }

    @Override
    public void onResponse(int status, String response) {
      boolean repeated2xx = status < 300 && finals.contains(response);
      if (status >= 200 && !repeated2xx) {
        finals.add(response);
      }
      if (status >= 200 && status < 300) {
        toServer.send(bytes("ACK"));
      }
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

  /** Server's user: rings, answers, and repeats its 2xx until the ACK. */
  private final class Answerer implements ServerUser {
    private final Call call;
    private InviteServerTransaction server;
    private boolean done;

    Answerer(Call call) {
      this.call = call;
    }

    void start() {
      server =
          new InviteServerTransaction(bench.context, call.key, call.toClient, this, bytes("100"));
      after(random.nextInt(3000), () -> server.respond(180, bytes("180")));
      after(3000 + random.nextInt(20_000), () -> answer(500));
    }

    private void answer(int nextMillis) {
      byte[] response = bytes("" + call.answer);
      if (!done && server.respond(call.answer, response) && call.answer < 300) {
        after(nextMillis, () -> answer(Math.min(4000, nextMillis * 2)));
      }
    }

    private void after(int millis, Runnable task) {
      bench.loop.timerAfter(bench.loop.now(), Duration.ofMillis(millis), task);
    }

    @Override
    public void onAck() {
      done = true;
    }

    @Override
    public void onTimeout() {
      done = true;
    }

    @Override
    public void onTransportError() {
      throw new AssertionError("this network tells of no errors");
    }
  }

  private List<Call> run(long seed, boolean jumps) {
    random = new Random(seed);
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      Call call = new Call(i);
      calls.add(call);
      call.start();
      bench.pass(Duration.ofMillis(random.nextInt(300)));
      if (jumps && random.nextInt(30) == 0) {
        bench.jump(Duration.ofSeconds(random.nextInt(90)));
      }
    }
    bench.pass(Duration.ofMinutes(6));
    return calls;
  }

  private void assertNothingIsLeft(List<Call> calls) {
    assertThat(calls)
        .allSatisfy(
            call -> {
              assertThat(call.finals).hasSize(1);
              assertThat(call.terminated).isOne();
            });
    assertThat(bench.table.size()).isZero();
    assertThat(bench.loop.timers()).isZero();
    assertThat(bench.loop.failedTasks()).isZero();
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void eachInviteHasOneFinal(long seed) {
    List<Call> calls = run(seed, false);
    assertThat(calls).extracting(call -> call.finals.get(0)).contains("200", "486");
    assertNothingIsLeft(calls);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void eachInviteHasOneFinalThoughTheClockJumps(long seed) {
    assertNothingIsLeft(run(seed, true));
  }
}
