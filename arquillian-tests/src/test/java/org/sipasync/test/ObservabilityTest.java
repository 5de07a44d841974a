package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.test.observed.ObservedServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;
import org.slf4j.MDC;
import org.slf4j.jul.JULServiceProvider;

/** Operators' work: lists, cancels, drains, metrics, health, traces, log. */
@ArquillianTest
class ObservabilityTest extends InContainer {
  private static final String CONFIG =
      """
      sip.async.slow=300
      otel.sdk.disabled=false
      otel.traces.exporter=memory
      otel.bsp.schedule.delay=100
      """;

  private final HttpClient http = HttpClient.newHttpClient();

  /** The operator; null for a stranger. */
  private String user;

  @ArquillianResource URL application;

  @Deployment(testable = false)
  static WebArchive observed() {
    return war("observed", ObservedServlet.class.getPackage())
        .addAsLibraries(jar(MDC.class), jar(JULServiceProvider.class))
        .addAsResource(new StringAsset(CONFIG), "META-INF/microprofile-config.properties")
        .addAsResource(
            new StringAsset("org.sipasync.test.observed.MemoryExporter"),
            "META-INF/services/" + ConfigurableSpanExporterProvider.class.getName());
  }

  private static File jar(Class<?> of) {
    return new File(of.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  @AfterEach
  void nothingIsLeft() {
    steer("cancel", null);
    await().untilAsserted(() -> assertThat(steer("count", null)).isEqualTo("0"));
  }

  private String get(String path) {
    URI address = URI.create("http://127.0.0.1:" + application.getPort() + path);
    try {
      return http.send(
              HttpRequest.newBuilder(address)
                  .timeout(Duration.ofSeconds(20))
                  .headers(user == null ? new String[] {"X", "x"} : new String[] {"X-User", user})
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String steer(String act, String argument) {
    String query =
        argument == null ? "" : "?a=" + URLEncoder.encode(argument, StandardCharsets.UTF_8);
    return get(application.getPath() + "steer/" + act + query).trim();
  }

  /** The value of one series of what Prometheus scrapes; null if it is not there. */
  private static Double metric(String scraped, String name, String... labels) {
    return scraped
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .filter(line -> List.of(labels).stream().allMatch(line::contains))
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(null);
  }

  /**
   *
   *
   * <pre>
   * 1000 callers              observed                operator
   *   │ INVITE hung ─────────▶│ async(hung-backend)      │
   *   │                       │◀── cancel(hung-backend)  │
   *   │◀────────────── 480    │ route, rc -7             │
   * </pre>
   */
  @Test
  @Tag("V2")
  @DisplayName("V2: 1,000 calls waiting for a hung backend are cancelled, and each is answered")
  void cancelledByFilter() throws InterruptedException {
    try (Burst burst = new Burst(SIP_PORT, "hung;x=1");
        SipPhone other = phone("udp")) {
      final Call spared = other.invite("parts");
      burst.place(1000, 400, -1);
      await().untilAsserted(() -> assertThat(steer("count", "hung-backend")).isEqualTo("1000"));
      user = "alice";
      assertThat(steer("cancel", "hung-backend")).isEqualTo("1000");
      burst.awaitEnd(Duration.ofMinutes(2));
      assertThat(burst.outcomes()).isEqualTo(Map.of(480, 1000L));
      assertThat(burst.contradicted()).isZero();
      assertThat(steer("cancel", "part-backend")).isEqualTo("1");
      assertThat(spared.expect(480).header("X-Rc")).isEqualTo("-7");
      spared.ackFailure(480);
      assertThat(steer("notes", null))
          .contains(
              "SIPA-0402: alice cancelled operations with application=any, route=any,"
                  + " function=hung-backend, at least 0 ms old: 1000 ended.");
    }
  }

  @Test
  @Tag("V2")
  @DisplayName("V2: one operation is listed, inspected and cancelled; parts are shown")
  void listedAndCancelled() {
    try (SipPhone caller = phone("tcp")) {
      Call call = caller.invite("hung");
      await().until(() -> !steer("list", null).isEmpty());
      String line = steer("list", null);
      String id = line.substring(0, line.indexOf(','));
      assertThat(line)
          .isEqualTo(
              id + ",SUSPENDED,observed," + call.callId() + ",answered,hung-backend,INVITE,0");
      assertThat(steer("find", id)).isEqualTo(line);
      assertThat(steer("cancel-one", id)).isEqualTo("true");
      assertThat(steer("notes", null)).contains("SIPA-0401: system cancelled operation " + id);
      assertThat(call.expect(480).header("X-Rc")).isEqualTo("-7");
      call.ackFailure(480);
      assertThat(steer("cancel-one", id)).isEqualTo("false");
      assertThat(steer("find", id)).isEmpty();
      caller.request("OPTIONS", "launch").expect(200);
      await().until(() -> steer("list", "hung-launch").contains(",LAUNCH,observed,"));
      assertThat(steer("cancel", "hung-launch")).isEqualTo("1");
      await().untilAsserted(() -> assertThat(steer("notes", null)).contains("reported -7"));
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    observed                operator
   *   │ INVITE hung ─────────▶│ async(hung-backend)      │
   *   │                       │◀──────────────── drain   │
   *   │ OPTIONS quick ───────▶│                          │
   *   │◀── 503, Retry-After   │                          │
   *   │ INFO (in dialog) ────▶│ served                   │
   *   │                       │◀─────────────── resume   │
   *   │ OPTIONS quick ───────▶│                          │
   *   │◀────────────── 200    │                          │
   * </pre>
   */
  @OverBothTransports
  @Tag("V2")
  @DisplayName("V2: a drain refuses only new requests, shows in health, and can be cancelled")
  void drained(String transport) {
    try (SipPhone caller = phone(transport)) {
      Call up = caller.invite("quick;ms=1");
      up.expect(200);
      up.ack();
      final Call waiting = caller.invite("hung");
      waiting.expect(100);
      await().until(() -> steer("count", "hung-backend").equals("1"));
      assertThat(get("/health/ready")).contains("\"status\":\"UP\"");
      assertThat(steer("drain", "60000")).isEqualTo("DRAINING");
      SipMessage refused = caller.request("OPTIONS", "quick;ms=1").expect(503);
      assertThat(refused.header("Retry-After")).isEqualTo("5");
      up.bye().expect(200);
      assertThat(get("/health/ready"))
          .contains("\"state\":\"draining\"")
          .contains("\"status\":\"DOWN\"");
      assertThat(get("/health/live")).contains("\"status\":\"UP\"");
      await().untilAsserted(() -> assertThat(metric(get("/metrics"), "sip_draining")).isEqualTo(1));
      assertThat(steer("resume", null)).isEqualTo("true");
      caller.request("OPTIONS", "quick;ms=1").expect(200);
      assertThat(get("/health/ready")).contains("\"status\":\"UP\"");
      steer("cancel", null);
      waiting.ackFailure(480);
    }
  }

  @Test
  @Tag("V1")
  @DisplayName("V1: metrics in Prometheus format, with the numbers of real calls")
  void metrics() {
    String[] quick = {"function=\"sleep\"", "route=\"answered\"", "application=\"observed\""};
    try (SipPhone caller = phone("udp")) {
      Double before = metric(get("/metrics"), "sip_async_started_total", quick);
      double done = before == null ? 0 : before;
      for (int i = 0; i < 20; i++) {
        caller.request("OPTIONS", "quick;ms=20").expect(200);
      }
      caller.request("OPTIONS", "broken").expect(480);
      assertThat(caller.request("OPTIONS", "broken").expect(480).header("X-Rc")).isEqualTo("-6");
      final Exchange hung = caller.request("OPTIONS", "hung");
      await()
          .untilAsserted(
              () -> {
                String scraped = get("/metrics");
                assertThat(metric(scraped, "sip_async_started_total", quick)).isEqualTo(done + 20);
                assertThat(
                        metric(scraped, "sip_async_ended_total", with("outcome=\"done\"", quick)))
                    .isEqualTo(done + 20);
                assertThat(metric(scraped, "sip_async_operation_seconds", with("=\"0.5\"", quick)))
                    .isBetween(0.020, 60.0);
                assertThat(metric(scraped, "sip_async_resume_delay_seconds_count", quick))
                    .isEqualTo(done + 20);
                assertThat(metric(scraped, "sip_async_in_flight", "function=\"hung-backend\""))
                    .isEqualTo(1);
                assertThat(metric(scraped, "sip_async_circuit_open", "circuit=\"backend\""))
                    .isEqualTo(1);
                assertThat(metric(scraped, "sip_async_loop_lag_seconds", "loop=\"0\""))
                    .isGreaterThan(0);
                assertThat(metric(scraped, "sip_threads_size")).isEqualTo(8);
                assertThat(metric(scraped, "sip_async_pool_busy")).isZero();
              });
      assertThat(get("/health/ready")).contains("\"circuit backend of observed\":\"open\"");
      steer("cancel", null);
      hung.expect(480);
    }
  }

  private static String[] with(String one, String... others) {
    String[] all = java.util.Arrays.copyOf(others, others.length + 1);
    all[others.length] = one;
    return all;
  }

  @OverBothTransports
  @Tag("A4")
  @DisplayName("A4: spans of handler, operation and route; log context and MDC are kept")
  void traced(String transport) {
    try (SipPhone caller = phone(transport)) {
      Exchange exchange = caller.request("OPTIONS", "work");
      SipMessage answer = exchange.expect(200);
      String callId = exchange.request().header("Call-ID");
      await().until(() -> steer("spans", callId).lines().count() == 3);
      String spans = steer("spans", callId);
      String[] handler = span(spans, "sip OPTIONS");
      String[] operation = span(spans, "work");
      String[] route = span(spans, "route answered");
      assertThat(handler[1]).isEqualTo("SERVER");
      assertThat(handler[4]).isEqualTo("0000000000000000");
      assertThat(operation[2]).isEqualTo(handler[2]);
      assertThat(operation[4]).isEqualTo(handler[3]);
      assertThat(operation[6]).isEqualTo("OK");
      assertThat(route[2]).isEqualTo(handler[2]);
      assertThat(route[4]).isEqualTo(handler[3]);
      assertThat(route[5]).isEqualTo(operation[3]);
      assertThat(answer.header("X-Span")).isEqualTo(route[3]);
      String context = "LogContext[application=observed, callId=" + callId + ", route=answered]";
      assertThat(answer.header("X-Log")).isEqualTo(context);
      assertThat(answer.header("X-Seen")).isEqualTo(operation[3] + " " + context);
      assertThat(answer.header("X-Mdc"))
          .isEqualTo(
              "{application=observed, callId=" + callId + ", method=OPTIONS, route=answered}");
      assertThat(answer.header("X-Logged"))
          .isEqualTo("[call " + callId + ", route answered] hello");
    }
  }

  private static String[] span(String spans, String name) {
    return spans
        .lines()
        .filter(line -> line.startsWith(name + ","))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no span " + name + " in " + spans))
        .split(",");
  }

  @Test
  @Tag("V1")
  @DisplayName("V1: a slow operation is logged while in flight and when it has ended")
  void slow() {
    try (SipPhone caller = phone("udp")) {
      Exchange slow = caller.request("OPTIONS", "slow;ms=2500");
      slow.expect(200);
      String callId = slow.request().header("Call-ID");
      await()
          .untilAsserted(
              () ->
                  assertThat(steer("notes", null))
                      .containsPattern(
                          "SIPA-0411: slow-backend has been in flight for over \\d+ ms: call "
                              + callId)
                      .containsPattern("SIPA-0410: slow-backend took \\d{4,} ms: call " + callId));
    }
  }
}
