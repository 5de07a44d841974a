package org.sipasync.cdi.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.admin.NodeState;
import org.sipasync.admin.Statistics;
import org.sipasync.admin.Timing;
import org.sipasync.function.Circuits;
import org.sipasync.spi.ContainerStatus;

@Tag("V1")
class HealthChecksTest {
  private static final Timing NONE =
      new Timing(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private static Optional<ContainerStatus> sip(boolean tcpIsUp) {
    return Optional.of(
        new ContainerStatus(
            List.of(
                new ContainerStatus.ListenPoint("udp:a:1", true),
                new ContainerStatus.ListenPoint("tcp:a:1", tcpIsUp)),
            8,
            0,
            0,
            100,
            0));
  }

  private static List<Statistics.Loop> loops(Duration silence) {
    return List.of(
        new Statistics.Loop(0, NONE, Duration.ofMillis(200), 0),
        new Statistics.Loop(1, NONE, silence, 0));
  }

  private static Optional<Statistics> busy(int inFlight, int threads) {
    return Optional.of(
        new Statistics(
            inFlight,
            0,
            10,
            List.of(),
            List.of(),
            new Statistics.Pool(4, threads, 0),
            new Statistics.Threads(8, 0, 0, 100, 0),
            List.of(new Statistics.Circuit("shop", "router", Circuits.State.OPEN))));
  }

  @Test
  @DisplayName("V1: live while the loops turn and all listen points are read from")
  void live() {
    assertThat(HealthChecks.live(sip(true), loops(Duration.ofMillis(4_999))).up()).isTrue();
    assertThat(HealthChecks.live(sip(true), loops(Duration.ofSeconds(5))).up()).isFalse();
    HealthChecks deaf = HealthChecks.live(sip(false), loops(Duration.ZERO));
    assertThat(deaf.up()).isFalse();
    assertThat(deaf.data()).containsEntry("tcp:a:1", "down").containsEntry("udp:a:1", "up");
  }

  @Test
  @DisplayName("V1: ready while there is room and no drain; an open circuit is told, no more")
  void ready() {
    HealthChecks ready = HealthChecks.ready(sip(true), NodeState.RUNNING, busy(9, 3), Map.of());
    assertThat(ready.up()).isTrue();
    assertThat(ready.data())
        .containsEntry("circuit router of shop", "open")
        .containsEntry("pool", "3 of 4 busy");
    assertThat(HealthChecks.ready(sip(true), NodeState.DRAINING, busy(0, 0), Map.of()).up())
        .isFalse();
    assertThat(HealthChecks.ready(sip(true), NodeState.RUNNING, busy(10, 0), Map.of()).up())
        .isFalse();
    assertThat(HealthChecks.ready(sip(true), NodeState.RUNNING, busy(0, 4), Map.of()).up())
        .isFalse();
    assertThat(HealthChecks.ready(sip(false), NodeState.RUNNING, busy(0, 0), Map.of()).up())
        .isFalse();
  }

  @Test
  @Tag("C-G12")
  @DisplayName("C-G12: not ready while an application is missing that was to be deployed")
  void failedDeployment() {
    HealthChecks checks =
        HealthChecks.ready(
            sip(true), NodeState.RUNNING, busy(0, 0), Map.of("shop", "SIPA-0201: ..."));

    assertThat(checks.up()).isFalse();
    assertThat(checks.data()).containsEntry("application shop", "SIPA-0201: ...");
  }

  @Test
  @DisplayName("V1: ready before the first SIP application")
  void nothingDeployed() {
    assertThat(
            HealthChecks.ready(Optional.empty(), NodeState.RUNNING, Optional.empty(), Map.of())
                .up())
        .isTrue();
  }
}
