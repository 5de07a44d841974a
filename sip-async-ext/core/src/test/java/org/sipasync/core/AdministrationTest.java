package org.sipasync.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.admin.Filter;
import org.sipasync.admin.InFlight;
import org.sipasync.admin.OperationKind;
import org.sipasync.admin.OperationStatistics;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

/** Listing and ending of operations by operators. */
@Tag("V2")
class AdministrationTest {
  private final Bench bench = new Bench(new EngineSettings(1, 1000, 1000));
  private final List<Integer> codes = new ArrayList<>();

  @AfterEach
  void close() {
    bench.close();
  }

  private static AsyncFunction hung(String name) {
    return Bench.function(name, o -> new Started.OnTimer(Duration.ofDays(1), Result.ok()));
  }

  private Operation start(String application, String route, AsyncFunction function) {
    Operation started =
        bench.engine.start(
            new OperationRequest(
                OperationKind.SUSPENDED,
                "INVITE",
                application,
                "call",
                route,
                function,
                Bench.DEADLINE,
                Runnable::run,
                result -> codes.add(result.returnCode())));
    bench.turn();
    return started;
  }

  private List<Long> ids(Filter filter, long after, int most) {
    return bench.engine.list(filter, after, most, false).stream().map(InFlight::id).toList();
  }

  @Test
  @DisplayName("V2: pages are the oldest first, and the next begins where the last ended")
  void pages() {
    for (int i = 0; i < 5; i++) {
      start("a", "r", hung("f"));
    }
    assertThat(ids(Filter.ALL, 0, 2)).containsExactly(1L, 2L);
    assertThat(ids(Filter.ALL, 2, 2)).containsExactly(3L, 4L);
    assertThat(ids(Filter.ALL, 4, 2)).containsExactly(5L);
    assertThat(ids(Filter.ALL, 5, 2)).isEmpty();
  }

  @Test
  @DisplayName("V2: filters by application, route, function and age, and all of them together")
  void filters() {
    start("a", "r", hung("f"));
    start("b", "r", hung("f"));
    bench.pass(Duration.ofSeconds(1));
    start("a", "s", hung("f"));
    start("a", "r", hung("g"));
    assertThat(ids(Filter.ALL.ofApplication("b"), 0, 9)).containsExactly(2L);
    assertThat(ids(Filter.ALL.ofRoute("s"), 0, 9)).containsExactly(3L);
    assertThat(ids(Filter.ALL.ofFunction("g"), 0, 9)).containsExactly(4L);
    assertThat(ids(Filter.ALL.olderThan(Duration.ofSeconds(1)), 0, 9)).containsExactly(1L, 2L);
    Filter all = Filter.ALL.ofApplication("a").ofRoute("r").ofFunction("f");
    assertThat(ids(all, 0, 9)).containsExactly(1L);
    assertThat(bench.engine.count(all)).isEqualTo(1);
    assertThat(bench.engine.count(Filter.ALL)).isEqualTo(4);
  }

  @Test
  @DisplayName("V2: an operation as it is shown; its parameters only where that is wanted")
  void shown() {
    Operation started = start("a", "r", hung("f").into("secret"));
    bench.clock.pass(Duration.ofMillis(700));
    InFlight shown = bench.engine.find(started.id(), false).orElseThrow();
    assertThat(shown)
        .isEqualTo(
            new InFlight(
                started.id(),
                OperationKind.SUSPENDED,
                "a",
                "call",
                "r",
                "f",
                "INVITE",
                Duration.ofMillis(700),
                Bench.DEADLINE,
                0,
                0,
                false,
                null));
    assertThat(bench.engine.find(started.id(), true).orElseThrow().description())
        .contains("secret");
    assertThat(bench.engine.find(99, true)).isEmpty();
  }

  @Test
  @DisplayName("V2: a cancelled operation ends with -7, once, and is counted as cancelled")
  void cancelOne() {
    Operation started = start("a", "r", hung("f"));
    assertThat(bench.engine.cancel(started.id(), null)).isTrue();
    assertThat(bench.engine.cancel(started.id(), null)).isFalse();
    assertThat(codes).containsExactly(ReturnCodes.CANCELLED);
    assertThat(bench.statistics().cancelled()).isEqualTo(1);
    assertThat(bench.statistics().inFlight()).isZero();
  }

  @Test
  @DisplayName("V2: cancelling by filter ends what it lets through, and nothing else")
  void cancelMany() {
    start("a", "r", hung("f"));
    start("a", "r", hung("g"));
    start("a", "r", hung("f"));
    assertThat(bench.engine.cancel(Filter.ALL.ofFunction("f"), null)).isEqualTo(2);
    assertThat(codes).containsExactly(ReturnCodes.CANCELLED, ReturnCodes.CANCELLED);
    assertThat(ids(Filter.ALL, 0, 9)).containsExactly(2L);
  }

  @Test
  @DisplayName("V2: a part is shown with its whole, and cancelled with it")
  void parts() {
    start("a", "r", Functions.all(hung("f"), Functions.any(hung("g"))));
    List<InFlight> shown = bench.engine.list(Filter.ALL, 0, 9, false);
    assertThat(shown)
        .extracting(InFlight::function, InFlight::kind, InFlight::partOf)
        .containsExactly(
            tuple("all", OperationKind.SUSPENDED, 0L),
            tuple("f", OperationKind.PART, 1L),
            tuple("any", OperationKind.PART, 1L),
            tuple("g", OperationKind.PART, 3L));
    assertThat(bench.engine.cancel(Filter.ALL.ofFunction("g"), null)).isEqualTo(1);
    bench.turn();
    assertThat(codes).containsExactly(ReturnCodes.CANCELLED);
    assertThat(bench.engine.inFlight()).isZero();
  }

  @Test
  @Tag("V1")
  @DisplayName("V1: counted by application, function, route and kind, with the times")
  void statistics() {
    start("a", "r", hung("f"));
    start("b", "r", hung("f")).end(ReturnCodes.CANCELLED, null);
    Operation timed = start("a", "r", hung("f"));
    bench.clock.pass(Duration.ofSeconds(1));
    timed.complete(Result.ok());
    bench.clock.pass(Duration.ofMillis(40));
    timed.resumed();
    assertThat(bench.engine.statistics())
        .extracting(
            OperationStatistics::application,
            OperationStatistics::inFlight,
            OperationStatistics::started,
            OperationStatistics::done,
            OperationStatistics::cancelled)
        .containsExactlyInAnyOrder(tuple("a", 1L, 2L, 1L, 0L), tuple("b", 0L, 1L, 0L, 1L));
    OperationStatistics ofA = of("a");
    assertThat(ofA.time().total()).isEqualTo(Duration.ofSeconds(1));
    assertThat(ofA.resumeDelay().total()).isEqualTo(Duration.ofMillis(40));
    bench.engine.forget("a");
    assertThat(bench.engine.statistics())
        .extracting(OperationStatistics::application)
        .containsExactly("b");
  }

  private OperationStatistics of(String application) {
    return bench.engine.statistics().stream()
        .filter(counted -> counted.application().equals(application))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Tag("V1")
  @DisplayName("V1: functions with ever new names are counted as \"other\" beyond a bound")
  void boundedNames() {
    for (int i = 0; i < CounterTable.MAX_NAMES + 50; i++) {
      start("a", "r", hung("f" + i));
    }
    assertThat(bench.engine.statistics()).hasSize(CounterTable.MAX_NAMES + 1);
    OperationStatistics other =
        bench.engine.statistics().stream()
            .filter(counted -> counted.function().equals(CounterTable.OTHER))
            .findFirst()
            .orElseThrow();
    assertThat(other.inFlight()).isEqualTo(50);
    assertThat(ids(Filter.ALL.ofFunction("f249"), 0, 9)).containsExactly(250L);
  }

  @Test
  @Tag("V1")
  @DisplayName("V1: the loop's lag is by how much its heartbeat is late")
  void lag() {
    bench.loop.startHeartbeat();
    bench.pass(Duration.ofMillis(1_030));
    assertThat(bench.engine.loopStatistics().get(0).lag().total()).isEqualTo(Duration.ofMillis(30));
    bench.clock.pass(Duration.ofSeconds(3));
    assertThat(bench.engine.loopStatistics().get(0).sinceHeartbeat())
        .isEqualTo(Duration.ofSeconds(3));
  }
}
