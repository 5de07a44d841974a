package org.sipasync.functions.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.SipAsyncException;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.core.Operation;
import org.sipasync.core.OperationRequest;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.testkit.Runs;

@Tag("F3")
class EventsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Engine engine = new Engine(new EngineSettings(2, 100_000, 100_000));
  private final AtomicLong now = new AtomicLong();
  private final Events events = new Events(new EventsSettings(20_000, 20), now::get);

  @AfterEach
  void nothingIsLeft() {
    await().untilAsserted(() -> assertThat(engine.inFlight()).isZero());
    await().untilAsserted(() -> assertThat(events.waiting()).isZero());
    engine.close();
  }

  private CompletableFuture<Result> start(AsyncFunction function, Duration deadline) {
    return Runs.start(engine, function, deadline).resumed;
  }

  private static Result result(CompletableFuture<Result> resumed) throws Exception {
    return resumed.get(20, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("All that wait for the key get the event, each once")
  void published() throws Exception {
    CompletableFuture<Result> one = start(events.await("k").into("text"), LONG);
    CompletableFuture<Result> two = start(events.await("k"), LONG);
    CompletableFuture<Result> other = start(events.await("other"), LONG);
    assertThat(events.publish("nobody waits", 1)).isZero();
    assertThat(events.publish("k", "hello")).isEqualTo(2);
    assertThat(events.publish("k", "again")).isZero();
    assertThat(result(one).outputs()).containsEntry("text", "hello");
    assertThat(result(two).value()).isEqualTo("hello");
    assertThat(other).isNotDone();
    assertThat(events.publish("other", 5)).isEqualTo(1);
    assertThat(result(other).value()).isEqualTo(5);
  }

  @Test
  @DisplayName("An event between the description and the start is not missed")
  void publishedBeforeTheStart() throws Exception {
    AsyncFunction wait = events.await("k");
    assertThat(events.publish("k", "early")).isEqualTo(1);
    assertThat(result(start(wait, LONG)).value()).isEqualTo("early");
  }

  @Test
  @DisplayName("Types and filters: what does not fit is left out of account")
  void filters() throws Exception {
    CompletableFuture<Result> large = start(events.await("k", Integer.class, n -> n > 10), LONG);
    assertThat(events.publish("k", "text")).isZero();
    assertThat(events.publish("k", 5)).isZero();
    assertThat(events.publish("k", 50)).isEqualTo(1);
    assertThat(result(large).value()).isEqualTo(50);
  }

  @Test
  @DisplayName("A filter that throws ends its own wait, not the publisher's work")
  void brokenFilter() throws Exception {
    CompletableFuture<Result> broken =
        start(
            events.await(
                "k",
                String.class,
                s -> {
                  throw new IllegalStateException("broken");
                }),
            LONG);
    CompletableFuture<Result> sound = start(events.await("k"), LONG);
    assertThat(events.publish("k", "x")).isEqualTo(1);
    assertThat(result(broken).returnCode()).isEqualTo(ReturnCodes.ERROR);
    assertThat(result(broken).cause()).hasMessage("broken");
    assertThat(result(sound).value()).isEqualTo("x");
  }

  @Test
  @Tag("A9")
  void deadline() throws Exception {
    Result result = result(start(events.await("k"), Duration.ofMillis(30)));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.DEADLINE);
    await().untilAsserted(() -> assertThat(events.waiting()).isZero());
    assertThat(events.publish("k", "late")).isZero();
  }

  @Test
  @Tag("A8")
  void cancelled() {
    CompletableFuture<Result> resumed = new CompletableFuture<>();
    Operation call =
        engine.start(
            new OperationRequest(
                "app", "call", "route", events.await("k"), LONG, Runnable::run, resumed::complete));
    call.cancel();
    await().untilAsserted(() -> assertThat(engine.inFlight()).isZero());
    now.addAndGet(TimeUnit.SECONDS.toNanos(11)); // it may not have started: then it is unused
    start(events.await("other"), Duration.ofMillis(1));
    await().untilAsserted(() -> assertThat(events.waiting()).isZero());
    assertThat(resumed).isNotDone();
  }

  @Test
  @DisplayName("A wait that is described and never started does not stay")
  void unused() throws Exception {
    AsyncFunction forgotten = events.await("k");
    assertThat(events.waiting()).isEqualTo(1);
    now.addAndGet(TimeUnit.SECONDS.toNanos(11));
    result(start(events.await("other"), Duration.ofMillis(1)));
    await().untilAsserted(() -> assertThat(events.waiting()).isZero());
    // Started after all, it waits anew
    CompletableFuture<Result> late = start(forgotten, LONG);
    await().until(() -> events.publish("k", "x") == 1);
    assertThat(result(late).value()).isEqualTo("x");
  }

  @Test
  @Tag("A12")
  @DisplayName("A12: over the bounds, -4")
  void bounds() throws Exception {
    List<CompletableFuture<Result>> waiting = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      waiting.add(start(events.await("k"), LONG));
    }
    Result one = result(start(events.await("k"), LONG));
    assertThat(one.returnCode()).isEqualTo(ReturnCodes.SHED);
    assertThat(one.cause())
        .hasMessage(
            "limit of 20 in-flight waits for one event reached"
                + " (sip.async.events.max-waiting-per-key)");
    assertThat(events.publish("k", 1)).isEqualTo(20);
    Events small = Events.of(new EventsSettings(1, 1));
    CompletableFuture<Result> first = start(small.await("a"), LONG);
    assertThat(result(start(small.await("b"), LONG)).returnCode()).isEqualTo(ReturnCodes.SHED);
    small.publish("a", 1);
    assertThat(result(first).returnCode()).isEqualTo(1);
    assertThatThrownBy(() -> new EventsSettings(0, 1)).isInstanceOf(SipAsyncException.class);
    assertThatThrownBy(() -> events.await("x".repeat(1001)))
        .hasMessage("a key of 1001 characters is longer than 1000");
  }

  @Test
  @Tag("A3")
  @DisplayName("A3: publish and deadline race; each wait ends once, and the counts agree")
  void lostRace() throws Exception {
    List<CompletableFuture<Result>> calls = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      calls.add(start(events.await("k" + i % 500), Duration.ofMillis(1 + i % 20)));
    }
    int got = 0;
    for (int i = 0; i < 500; i++) {
      got += events.publish("k" + i, i);
    }
    int resumed = 0;
    for (CompletableFuture<Result> call : calls) {
      int code = result(call).returnCode();
      assertThat(code).isIn(1, ReturnCodes.DEADLINE);
      resumed += code == 1 ? 1 : 0;
    }
    // What was published to a wait that its deadline ended at the same instant counts as got
    assertThat(resumed).isLessThanOrEqualTo(got);
  }
}
