package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.sipasync.sip.message.SipResponse;

/** Whatever comes in whatever order: once all is answered, nothing is kept and nothing is due. */
class AnyOrderTest {
  /**
   * One event.
   *
   * @param call one of four, half of them RFC 2543's
   */
  record Step(String what, int call, int status) {}

  @Provide
  Arbitrary<Step> step() {
    return Combinators.combine(
            Arbitraries.of("INVITE", "ACK", "CANCEL", "OPTIONS", "respond", "failed", "time"),
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(100, 180, 200, 408, 486))
        .as(Step::new);
  }

  @Property(tries = 500)
  void nothingIsLeft(@ForAll @Size(max = 60) List<@net.jqwik.api.From("step") Step> steps) {
    try (TestLayer bench = new TestLayer(TransactionSettings.DEFAULT.withBounds(4, 1500))) {
      steps.forEach(step -> take(bench, step));
      for (ServerTransaction transaction : bench.transactions) {
        transaction.respond(486, new byte[10]);
      }
      bench.pass(Duration.ofSeconds(70));
      assertThat(bench.layer.serverTransactions()).isZero();
      assertThat(bench.layer.serverBytes()).isZero();
      assertThat(bench.loop.timers()).isZero();
      assertThat(bench.loop.failedTasks()).isZero();
    }
  }

  private static void take(TestLayer bench, Step step) {
    String branch = (step.call < 2 ? "z9hG4bK" : "old") + step.call;
    switch (step.what) {
      case "respond" -> respond(bench, step);
      case "failed" -> {
        if (bench.flow.onFailed != null) {
          bench.flow.onFailed.run();
        }
      }
      case "time" -> bench.pass(Duration.ofMillis(100L * step.status));
      default -> bench.receive(Requests.request(step.what, branch));
    }
  }

  private static void respond(TestLayer bench, Step step) {
    if (step.call < bench.transactions.size()) {
      SipResponse response = bench.requests.get(step.call).response(step.status);
      response.toTag("s1");
      bench.transactions.get(step.call).respond(response);
    }
  }
}
