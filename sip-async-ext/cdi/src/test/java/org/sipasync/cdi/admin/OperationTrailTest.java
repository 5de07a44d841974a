package org.sipasync.cdi.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sipasync.admin.OperationEvent;
import org.sipasync.admin.OperationEvent.Step;
import org.sipasync.admin.OperationKind;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.core.Operation;
import org.sipasync.core.OperationRequest;
import org.sipasync.function.Functions;

/** The last steps of operations, for ladders. */
class OperationTrailTest {
  private final Engine engine = new Engine(new EngineSettings(1, 1_000, 1_000));

  @AfterEach
  void close() {
    engine.close();
  }

  private void follow(OperationTrail trail) {
    engine.observe(trail);
  }

  private Operation start(String callId) {
    return engine.start(
        new OperationRequest(
            OperationKind.SUSPENDED,
            "INVITE",
            "shop",
            callId,
            "credited",
            Functions.completion("ldap", CompletableFuture::new),
            Duration.ofMinutes(1),
            Runnable::run,
            result -> {}));
  }

  private static List<OperationEvent> all(OperationTrail trail) {
    List<OperationEvent> all = new ArrayList<>();
    trail.forEach(all::add);
    return all;
  }

  @Test
  @DisplayName("Steps in order with what they belong to; operations of no call are left out")
  void steps() {
    OperationTrail trail = new OperationTrail(10, () -> Instant.EPOCH);
    follow(trail);
    start("none").cancel();
    Operation operation = start("c1");
    operation.end(-7, null);
    operation.resumed();
    List<OperationEvent> steps = all(trail);
    assertThat(steps)
        .extracting(OperationEvent::step)
        .containsExactly(Step.STARTED, Step.ENDED, Step.RESUMED);
    assertThat(steps).extracting(OperationEvent::returnCode).containsExactly(null, -7, null);
    assertThat(steps)
        .allSatisfy(
            step -> {
              assertThat(step.at()).isEqualTo(Instant.EPOCH);
              assertThat(step.operation()).isEqualTo(operation.id());
              assertThat(step.callId()).isEqualTo("c1");
              assertThat(step.method()).isEqualTo("INVITE");
              assertThat(step.function()).isEqualTo("ldap");
              assertThat(step.route()).isEqualTo("credited");
              assertThat(step.application()).isEqualTo("shop");
              assertThat(step.deadline()).isEqualTo(Duration.ofMinutes(1));
            });
  }

  @Test
  @DisplayName("The number of steps is bounded, the oldest are overwritten")
  void bounded() {
    OperationTrail trail = new OperationTrail(4, Instant::now);
    follow(trail);
    for (int i = 0; i < 100; i++) {
      start("c" + i).cancel();
    }
    assertThat(all(trail))
        .extracting(step -> step.callId() + " " + step.step())
        .containsExactly("c98 STARTED", "c98 ENDED", "c99 STARTED", "c99 ENDED");
  }
}
