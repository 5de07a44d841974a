package org.sipasync.functions.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.function.ReturnCodes;
import org.sipasync.loop.EventLoop;

/** Calls on a loop that the test drives, with a clock that stands still until it is set. */
class LoopPoolTest {
  private static final int MAX_IDLE = 2;

  private final AtomicLong now = new AtomicLong();
  private final EventLoop loop = new EventLoop(now::get);
  private final LoopPool pool = new LoopPool(loop, 1_000, MAX_IDLE);
  private final NastyServer server = NastyServer.start(0);
  private List<InetAddress> addresses = List.of(InetAddress.getLoopbackAddress());
  private final RestClient client =
      new RestClient(
          RestSettings.defaults(), (host, within) -> CompletableFuture.completedFuture(addresses));

  @AfterEach
  void close() {
    client.close();
    pool.close();
    loop.close();
    server.close();
  }

  private CompletableFuture<CallOutcome> begin(String url) {
    HttpRequestParts parts = new HttpRequestParts("GET", Url.of(url).target(), List.of(), null);
    PlainTransfer transfer = new PlainTransfer(client, pool, parts);
    transfer.begin();
    return transfer.outcome().toCompletableFuture();
  }

  private void turnUntil(java.util.concurrent.Callable<Boolean> condition) {
    await()
        .pollInSameThread()
        .until(
            () -> {
              loop.runOnce(1);
              return condition.call();
            });
  }

  private CallOutcome outcome(CompletableFuture<CallOutcome> call) {
    turnUntil(call::isDone);
    return call.join();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
    turnUntil(() -> true);
  }

  private void isAnswered() {
    assertThat(outcome(begin(server.url("/hello"))).answer().body()).isEqualTo("hello");
  }

  @Test
  void connectionsAreUsedAgainUntilTheyHaveBeenIdleForLong() {
    isAnswered();
    pass(Duration.ofSeconds(29));
    isAnswered();
    assertThat(server.accepted).hasValue(1);
    pass(Duration.ofSeconds(31));
    assertThat(pool.take("http://127.0.0.1:" + server.port())).isNull();
    isAnswered();
    assertThat(server.accepted).hasValue(2);
    assertThat(pool.inUse()).isZero();
  }

  @Test
  void connectionsDoNotGrowOld() {
    for (int i = 0; i < 16; i++) { // five minutes and twenty seconds
      isAnswered();
      pass(Duration.ofSeconds(20));
    }
    isAnswered();
    assertThat(server.accepted).hasValue(2);
  }

  @Test
  void fewAreKept() {
    List<CompletableFuture<CallOutcome>> calls = new ArrayList<>();
    for (int i = 0; i < MAX_IDLE + 2; i++) {
      calls.add(begin(server.url("/hello")));
    }
    calls.forEach(call -> assertThat(outcome(call).answer()).isNotNull());
    assertThat(server.accepted).hasValue(MAX_IDLE + 2);
    assertThat(pool.inUse()).isZero();
    for (int i = 0; i < MAX_IDLE; i++) {
      assertThat(pool.take("http://127.0.0.1:" + server.port())).isNotNull();
    }
    assertThat(pool.take("http://127.0.0.1:" + server.port())).isNull();
  }

  @Test
  void timeouts() throws IOException {
    CompletableFuture<CallOutcome> never = begin(server.url("/never"));
    turnUntil(() -> server.requests.size() == 1);
    pass(Duration.ofSeconds(11));
    assertThat(outcome(never).returnCode()).isEqualTo(ReturnCodes.DEADLINE);
    assertThat(outcome(never).cause())
        .isInstanceOf(TimeoutException.class)
        .hasMessageEndingWith("within 10000 ms");
    turnUntil(() -> pool.inUse() == 0);
    assertThat(client.inFlight()).isZero();
  }

  @Test
  void anAddressThatIsSilentIsLeftForTheNext() throws IOException {
    InetAddress silent = InetAddress.getByName("127.0.0.3");
    try (ServerSocket full = new ServerSocket()) {
      full.bind(new InetSocketAddress(silent, server.port()), 1);
      List<java.nio.channels.SocketChannel> fill = new ArrayList<>();
      for (int i = 0; i < 4; i++) { // beyond the backlog, SYNs are not answered
        java.nio.channels.SocketChannel one = java.nio.channels.SocketChannel.open();
        one.configureBlocking(false);
        one.connect(new InetSocketAddress(silent, server.port()));
        fill.add(one);
      }
      addresses = List.of(silent, InetAddress.getLoopbackAddress());
      CompletableFuture<CallOutcome> call = begin("http://two.test:" + server.port() + "/hello");
      for (int i = 0; i < 3; i++) {
        pass(Duration.ofMillis(1));
      }
      assertThat(call).isNotDone();
      pass(Duration.ofMillis(501));
      assertThat(outcome(call).answer().body()).isEqualTo("hello");
      assertThat(pool.inUse()).isZero();
      for (java.nio.channels.SocketChannel one : fill) {
        one.close();
      }
    }
  }
}
