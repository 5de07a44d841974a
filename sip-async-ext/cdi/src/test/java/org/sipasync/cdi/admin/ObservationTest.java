package org.sipasync.cdi.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sipasync.admin.Administration;
import org.sipasync.admin.NodeState;
import org.sipasync.admin.Statistics;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.core.Operation;
import org.sipasync.core.OperationRequest;
import org.sipasync.function.Circuits;
import org.sipasync.function.Functions;
import org.sipasync.function.ReturnCodes;

/** Publication through MicroProfile, and its lifetime. */
@org.junit.jupiter.api.Tag("V1")
class ObservationTest {
  private final Map<MetricID, Supplier<?>> registered = new HashMap<>();
  private final List<String> healthWith = new ArrayList<>();
  private final Engine engine = new Engine(new EngineSettings(1, 100, 100));
  private final Observation observation =
      new Observation(
          engine,
          new Metrics(registry()),
          new ServerMetrics(() -> administration()),
          healthWith::add);

  @AfterEach
  void close() {
    engine.close();
  }

  /** Of all that a registry can do, what is used of it. */
  private MetricRegistry registry() {
    return (MetricRegistry)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {MetricRegistry.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("gauge")) {
                MetricID id =
                    new MetricID(((Metadata) arguments[0]).getName(), (Tag[]) arguments[2]);
                assertThat(registered.put(id, (Supplier<?>) arguments[1])).isNull();
                return null;
              }
              assertThat(method.getName()).isEqualTo("remove");
              return registered.remove((MetricID) arguments[0]) != null;
            });
  }

  private static Administration administration() {
    Statistics statistics =
        new Statistics(
            0,
            0,
            100,
            List.of(),
            List.of(),
            new Statistics.Pool(4, 3, 2),
            new Statistics.Threads(8, 7, 6, 100, 5),
            List.of(new Statistics.Circuit("shop", "router", Circuits.State.HALF_OPEN)));
    return (Administration)
        Proxy.newProxyInstance(
            ObservationTest.class.getClassLoader(),
            new Class<?>[] {Administration.class},
            (proxy, method, arguments) ->
                method.getName().equals("state") ? NodeState.DRAINING : statistics);
  }

  private Operation start(String application) {
    return engine.start(
        new OperationRequest(
            application,
            "call",
            "route",
            Functions.completion("hung", java.util.concurrent.CompletableFuture::new),
            Duration.ofMinutes(1),
            Runnable::run,
            result -> {}));
  }

  private Object value(String name, String... tags) {
    Tag[] wanted = new Tag[tags.length / 2];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = new Tag(tags[2 * i], tags[2 * i + 1]);
    }
    Supplier<?> value = registered.get(new MetricID(name, wanted));
    return value == null ? null : value.get();
  }

  private static String[] of(String application, String... more) {
    List<String> tags =
        new ArrayList<>(
            List.of(
                "application",
                application,
                "function",
                "hung",
                "route",
                "route",
                "kind",
                "suspended"));
    tags.addAll(List.of(more));
    return tags.toArray(String[]::new);
  }

  @Test
  @DisplayName("V1: an application's metrics come with its operations and go with it")
  void applications() {
    observation.deployed("a", "a-war");
    observation.deployed("b", "b-war");
    start("a");
    start("a").end(ReturnCodes.CANCELLED, null);
    start("b");
    start("unknown");
    observation.look();
    observation.look();
    assertThat(value("sip_async_in_flight", of("a"))).isEqualTo(1L);
    assertThat(value("sip_async_started_total", of("a"))).isEqualTo(2L);
    assertThat(value("sip_async_ended_total", of("a", "outcome", "cancelled"))).isEqualTo(1L);
    assertThat(value("sip_async_operation_seconds_count", of("a"))).isEqualTo(1L);
    assertThat(value("sip_async_in_flight", of("unknown"))).isNull();
    observation.undeployed("a");
    assertThat(value("sip_async_in_flight", of("a"))).isNull();
    assertThat(value("sip_async_in_flight", of("b"))).isEqualTo(1L);
    observation.deployed("a", "a-war");
    observation.look();
    assertThat(value("sip_async_in_flight", of("a"))).isNotNull();
  }

  @Test
  @DisplayName("V1: the server's metrics, once")
  void server() {
    observation.look();
    assertThat(registered).isEmpty();
    observation.deployed("a", "a-war");
    observation.look();
    assertThat(value("sip_async_pool_busy")).isEqualTo(3);
    assertThat(value("sip_threads_size")).isEqualTo(8);
    assertThat(value("sip_messages_waiting")).isEqualTo(6);
    assertThat(value("sip_refused_total")).isEqualTo(5L);
    assertThat(value("sip_draining")).isEqualTo(1);
    assertThat(value("sip_async_circuit_open", "application", "shop", "circuit", "router"))
        .isEqualTo(0.5);
  }

  @Test
  @DisplayName("V1: the health checks are with one application, and handed on when it goes")
  void health() {
    observation.deployed("a", "a-war");
    observation.deployed("b", "b-war");
    observation.deployed("c", "c-war");
    observation.undeployed("b");
    assertThat(healthWith).containsExactly("a-war");
    observation.undeployed("a");
    assertThat(healthWith).containsExactly("a-war", "c-war");
    observation.undeployed("c");
    observation.undeployed("c");
    observation.deployed("d", "d-war");
    assertThat(healthWith).containsExactly("a-war", "c-war", "d-war");
  }
}
