package org.sipasync.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.console.ShopServlet;
import org.sipasync.testkit.Silent;
import org.sipasync.testkit.phone.SipPhone;

/** Operators' work over REST, in the runnable jar, while a web service hangs. */
class ConsoleTest extends InContainer {
  private static final int CALLS = 1_000;
  private static final String[] STEERING = {
    "X-Sip-Async", "console", "Content-Type", "application/json"
  };
  private static Silent backend;
  private static MicroServer server;

  /** The shop, whose web service hangs. */
  static Path shop(Path directory, Silent backend) {
    String config =
        """
        backend=http://127.0.0.1:%d
        sip.async.rest.max-per-host=3000
        sip.async.rest.max-in-flight=3000
        sip.async.rest.transfer-timeout=120000
        """
            .formatted(backend.port());
    Path war = directory.resolve("shop.war");
    war("shop", ShopServlet.class.getPackage())
        .addAsResource(new StringAsset(config), "META-INF/microprofile-config.properties")
        .as(ZipExporter.class)
        .exportTo(war.toFile(), true);
    return war;
  }

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    backend = new Silent();
    server =
        new MicroServer(
            directory.resolve("log"),
            shop(directory, backend),
            "-Dsip.async.max-in-flight=200000",
            "-Dsip.async.max-in-flight-per-function=200000");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    backend.close();
  }

  private static JsonObject json(HttpResponse<String> response) {
    assertThat(response.statusCode()).describedAs(response.body()).isEqualTo(200);
    return Json.createReader(new StringReader(response.body())).readObject();
  }

  private static JsonObject get(String path) {
    return json(server.send("GET", "/sip-async/api/" + path, ""));
  }

  private static JsonObject post(String path, String body) {
    return json(server.send("POST", "/sip-async/api/" + path, body, STEERING));
  }

  private static JsonObject mostWaiting() {
    return get("statistics").getJsonArray("operations").getValuesAs(JsonObject.class).stream()
        .max((a, b) -> Integer.compare(a.getInt("inFlight"), b.getInt("inFlight")))
        .orElseThrow();
  }

  /**
   *
   *
   * <pre>
   * 1000 callers             shop                        web service
   *   │ INVITE stock ─────────▶│ GET /stock/tea ───────────▶│ says nothing
   *   │                        │◀── operator: cancel all of rest_get
   *   │◀───────────────── 480  │ abort ────────────────────▶│
   * </pre>
   */
  @Test
  @Tag("V2")
  @DisplayName("V2: the hung web service is visible and cancelled; every call is answered")
  void hungBackend() throws Exception {
    try (Burst hung = new Burst(SIP_PORT, "stock;x=1");
        Burst well = new Burst(SIP_PORT, "pause;ms=50")) {
      hung.place(CALLS, 400, -1);
      well.place(20, 50, -1);
      await()
          .untilAsserted(
              () -> assertThat(mostWaiting().getInt("inFlight")).isGreaterThanOrEqualTo(CALLS));
      JsonObject worst = mostWaiting();
      assertThat(worst.getString("function")).isEqualTo("rest_get");
      assertThat(worst.getString("route")).isEqualTo("counted");
      assertThat(worst.getString("application")).isEqualTo("shop");
      assertThat(worst.getInt("oldestMillis")).isGreaterThan(0);

      listsInPages();

      String filter = "{\"function\":\"rest_get\",\"minAgeMillis\":1,\"dryRun\":%s}";
      assertThat(post("operations/cancel", filter.formatted(true)).getInt("count"))
          .isEqualTo(CALLS);
      assertThat(hung.open()).isEqualTo(CALLS);
      assertThat(post("operations/cancel", filter.formatted(false)).getInt("cancelled"))
          .isEqualTo(CALLS);
      hung.awaitEnd(Duration.ofMinutes(2));
      well.awaitEnd(Duration.ofMinutes(2));
      assertThat(hung.outcomes()).isEqualTo(Map.of(480, (long) CALLS));
      assertThat(well.outcomes()).isEqualTo(Map.of(200, 20L));
      assertThat(hung.contradicted()).isZero();
      assertThat(server.log())
          .contains(
              "SIPA-0402: loopback cancelled operations with application=any, route=any,"
                  + " function=rest_get, at least 1 ms old: 1000 ended.");
    }
  }

  /** Every operation is on one page, and none on two. */
  private static void listsInPages() {
    JsonObject page = get("operations?function=rest_get&limit=300");
    List<JsonObject> first = page.getJsonArray("operations").getValuesAs(JsonObject.class);
    assertThat(first).hasSize(300);
    assertThat(first.get(0).getString("callId")).isNotEmpty();
    assertThat(first.get(0).getString("method")).isEqualTo("INVITE");
    assertThat(first.get(0).getJsonNumber("deadlineMillis").longValue()).isEqualTo(60_000);
    int seen = 0;
    long after = 0;
    while (page != null) {
      for (JsonObject operation : page.getJsonArray("operations").getValuesAs(JsonObject.class)) {
        long id = operation.getJsonNumber("id").longValue();
        assertThat(id).isGreaterThan(after);
        after = id;
        seen++;
      }
      page =
          page.containsKey("next")
              ? get("operations?function=rest_get&limit=300&after=" + page.get("next"))
              : null;
    }
    assertThat(seen).isEqualTo(CALLS);
    assertThat(get("operations?function=rest_gte").getJsonArray("operations")).isEmpty();
    assertThat(get("operations?minAgeMillis=86400000").getJsonArray("operations")).isEmpty();
  }

  @Test
  @Tag("V2")
  @DisplayName("V2: one operation is shown and cancelled by its id")
  void one() throws Exception {
    try (SipPhone caller = phone("udp")) {
      var call = caller.invite("pause;ms=20000");
      call.expect(100);
      JsonObject listed =
          await()
              .until(
                  () ->
                      get("operations?route=paused")
                          .getJsonArray("operations")
                          .getValuesAs(JsonObject.class),
                  all -> all.stream().anyMatch(o -> o.getString("callId").equals(call.callId())))
              .stream()
              .filter(o -> o.getString("callId").equals(call.callId()))
              .findFirst()
              .orElseThrow();
      String path = "/sip-async/api/operations/" + listed.get("id");
      assertThat(json(server.send("GET", path, "")).getString("callId")).isEqualTo(call.callId());
      assertThat(json(server.send("DELETE", path, "", STEERING)).getInt("cancelled")).isEqualTo(1);
      call.ackFailure(480);
      assertThat(server.send("GET", path, "").statusCode()).isEqualTo(404);
      HttpResponse<String> late = server.send("DELETE", path, "", STEERING);
      assertThat(late.statusCode()).isEqualTo(404);
      assertThat(late.body()).contains("SIPA-0460");
    }
  }

  @Test
  @Tag("V2")
  @DisplayName("V2: a drain refuses new calls and can be cancelled")
  void drainedAndBack() throws Exception {
    try (SipPhone caller = phone("udp")) {
      var held = caller.invite("pause;ms=3000");
      held.expect(100);
      assertThat(post("node/drain", "{\"atMostMillis\":60000}").getString("state"))
          .isEqualTo("DRAINING");
      caller.invite("pause;ms=1").ackFailure(503);
      assertThat(post("node/resume", "{}").getString("state")).isEqualTo("RUNNING");
      var after = caller.invite("pause;ms=1");
      after.expect(200);
      after.ack();
      held.expect(200);
      held.ack();
    }
  }

  @Test
  @DisplayName("100,000 in flight: pages and statistics are as fast as ever")
  void flood() {
    try {
      assertThat(server.send("POST", "/shop/flood?n=100000", "").statusCode()).isEqualTo(200);
      long begin = System.nanoTime();
      assertThat(get("statistics").getInt("inFlight")).isGreaterThanOrEqualTo(100_000);
      JsonObject page = get("operations?limit=1000&application=shop");
      assertThat(page.getJsonArray("operations")).hasSize(1_000);
      assertThat(get("operations?limit=50&after=" + page.get("next")).getJsonArray("operations"))
          .hasSize(50);
      assertThat(get("operations/count?application=shop").getInt("count"))
          .isGreaterThanOrEqualTo(100_000);
      Duration seen = Duration.ofNanos(System.nanoTime() - begin);
      System.out.println("100,000 in flight: four requests took " + seen.toMillis() + " ms");
    } finally {
      long cancelled = System.nanoTime();
      assertThat(post("operations/cancel", "{\"all\":true}").getInt("cancelled"))
          .isGreaterThanOrEqualTo(100_000);
      System.out.println(
          "all cancelled in " + Duration.ofNanos(System.nanoTime() - cancelled).toMillis() + " ms");
    }
    assertThat(get("node").getInt("inFlight")).isZero();
  }

  @Test
  @DisplayName("At most twenty watchers get statistics once a second; a leaving one makes room")
  void events() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest watch =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + server.port() + "/sip-async/api/events"))
            .build();
    List<InputStream> watching = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      HttpResponse<InputStream> stream = client.send(watch, BodyHandlers.ofInputStream());
      assertThat(stream.statusCode()).isEqualTo(200);
      watching.add(stream.body());
    }
    BufferedReader first = new BufferedReader(new InputStreamReader(watching.get(0), UTF_8));
    long begin = System.nanoTime();
    List<String> events =
        Stream.generate(() -> line(first)).filter(l -> l.startsWith("data: ")).limit(3).toList();
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(Duration.ofMillis(900));
    assertThat(events).allMatch(event -> event.contains("\"inFlight\":"));
    HttpResponse<String> more = server.send("GET", "/sip-async/api/events", "");
    assertThat(more.statusCode()).isEqualTo(503);
    assertThat(more.headers().firstValue("Retry-After")).isPresent();
    assertThat(more.body()).contains("SIPA-0461");
    for (InputStream stream : watching) {
      stream.close();
    }
    await()
        .untilAsserted(
            () -> {
              HttpResponse<InputStream> again = client.send(watch, BodyHandlers.ofInputStream());
              again.body().close();
              assertThat(again.statusCode()).isEqualTo(200);
            });
  }

  private static String line(BufferedReader reader) {
    try {
      return reader.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("Invalid input is rejected with a number and changes nothing")
  void mistakes() throws Exception {
    for (String query :
        List.of(
            "limit=0",
            "limit=1001",
            "after=-1",
            "minAgeMillis=x",
            "functoin=a",
            "route=a&route=b")) {
      HttpResponse<String> answer = server.send("GET", "/sip-async/api/operations?" + query, "");
      assertThat(answer.statusCode()).describedAs(query).isEqualTo(400);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
      assertThat(answer.body()).contains("SIPA-0459");
    }
    try (SipPhone caller = phone("udp")) {
      var call = caller.invite("pause;ms=2000");
      call.expect(100);
      for (String body :
          List.of(
              "{}",
              "{\"functoin\":\"sleep\"}",
              "[]",
              "{",
              "{\"all\":true,\"route\":\"paused\"}",
              "{\"function\":{}}")) {
        HttpResponse<String> answer =
            server.send("POST", "/sip-async/api/operations/cancel", body, STEERING);
        assertThat(answer.statusCode()).describedAs(body).isEqualTo(400);
      }
      call.expect(200);
      call.ack();
    }
  }

  @Test
  @DisplayName("Another site's page can neither read nor change anything")
  void foreign() {
    String node = "/sip-async/api/node/resume";
    assertThat(server.send("POST", node, "{}", "Content-Type", "application/json").body())
        .contains("SIPA-0458");
    assertThat(server.send("POST", node, "{}", "X-Sip-Async", "console").body())
        .contains("SIPA-0458");
    String[] elsewhere = {
      "X-Sip-Async", "console", "Content-Type", "application/json", "Origin", "http://evil.example"
    };
    assertThat(server.send("POST", node, "{}", elsewhere).statusCode()).isEqualTo(403);
    assertThat(
            server
                .send("GET", "/sip-async/api/node", "", "Sec-Fetch-Site", "cross-site")
                .statusCode())
        .isEqualTo(403);
    HttpResponse<String> page = server.send("GET", "/sip-async/", "");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'")
        .contains("frame-ancestors 'none'");
    assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  @DisplayName("By another host name or through a proxy, the console requires a login")
  void strangers() {
    for (String path : List.of("/", "/js/main.js", "/api/statistics", "/api/events", "/nothing")) {
      for (String[] header :
          List.of(
              new String[] {"Host", "evil.example"},
              new String[] {"X-Forwarded-For", "127.0.0.1"},
              new String[] {"Forwarded", "for=127.0.0.1"})) {
        HttpResponse<String> answer = server.send("GET", "/sip-async" + path, "", header);
        assertThat(answer.statusCode())
            .describedAs(path + " " + header[0] + " " + answer.version())
            .isEqualTo(403);
        assertThat(answer.body()).contains("SIPA-0450").doesNotContain("inFlight");
      }
    }
  }
}
