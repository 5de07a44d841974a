package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console opened to others. They are played by this machine under another name, as behind a
 * reverse proxy: such requests need a login, as those from elsewhere do.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleLoginTest extends InContainer {
  /** Of "correct horse", as {@code java -jar sip-async-console.war} prints it. */
  private static final String HASH =
      "PBKDF2WithHmacSHA512:210000:j0Tuy4A1+VO+du201Gysyg==:gcV5m9D/EZS9rW/HHJgIRxN6X4A37q4f9uwXm5jEJhk=";

  private static final String[] OTHER = {"Host", "console.example"};
  private static MicroServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    server =
        new MicroServer(
            directory.resolve("log"),
            Path.of(System.getProperty("sample.war")),
            "-Dsip.async.console.remote=true",
            "-Dsip.async.console.users=olga,victor",
            "-Dsip.async.console.user.olga.password=" + HASH,
            "-Dsip.async.console.user.olga.role=operator",
            "-Dsip.async.console.user.victor.password=" + HASH);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String[] login(String name, String password, String... more) {
    List<String> headers = new ArrayList<>(List.of(OTHER));
    String both = name + ":" + password;
    headers.addAll(
        List.of(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8))));
    headers.addAll(List.of(more));
    return headers.toArray(String[]::new);
  }

  private static HttpResponse<String> get(String path, String... headers) {
    return server.send("GET", "/sip-async" + path, "", headers);
  }

  private static HttpResponse<String> drain(String name) {
    return server.send(
        "POST",
        "/sip-async/api/node/drain",
        "{\"atMostMillis\":60000}",
        login(name, "correct horse", "X-Sip-Async", "console", "Content-Type", "application/json"));
  }

  @Test
  @Order(1)
  @DisplayName("An unauthenticated stranger gets nothing")
  void stranger() {
    for (String path :
        List.of(
            "/",
            "/index.html",
            "/js/main.js",
            "/vendor/uplot/uPlot.esm.js",
            "/api/statistics",
            "/api/operations",
            "/api/node",
            "/api/events",
            "/nothing",
            "/WEB-INF/web.xml")) {
      HttpResponse<String> answer = get(path, OTHER);
      assertThat(answer.statusCode()).describedAs(path).isIn(401, 404);
      assertThat(answer.body()).doesNotContain("inFlight").doesNotContain("<");
    }
    HttpResponse<String> answer = get("/api/statistics", OTHER);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic ");
    assertThat(answer.body()).contains("SIPA-0453");
    HttpResponse<String> steered =
        server.send(
            "POST",
            "/sip-async/api/operations/cancel",
            "{\"all\":true}",
            "Host",
            "console.example",
            "X-Sip-Async",
            "console",
            "Content-Type",
            "application/json");
    assertThat(steered.statusCode()).isEqualTo(401);
  }

  @Test
  @Order(2)
  @DisplayName("A viewer has read-only access")
  void viewer() {
    HttpResponse<String> node = get("/api/node", login("victor", "correct horse"));
    assertThat(node.body()).contains("\"caller\":\"victor\"").contains("\"maySteer\":false");
    assertThat(get("/", login("victor", "correct horse")).body()).contains("<title>sip-async");
    HttpResponse<String> refused = drain("victor");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("SIPA-0457");
    assertThat(get("/api/node", login("victor", "correct horse")).body()).contains("RUNNING");
    assertThat(server.log())
        .containsOnlyOnce("SIPA-0456: victor logged in to the console from 127.0.0.1.");
    assertThat(node.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  @Order(3)
  @DisplayName("By default this machine needs no login")
  void loopback() {
    assertThat(get("/api/node").body()).contains("\"caller\":\"loopback\"");
  }

  @Test
  @Order(4)
  @Tag("V2")
  @DisplayName("V2: an operator drains the server, which then stops; the log names the operator")
  void operator() throws InterruptedException {
    assertThat(get("/api/node", login("olga", "correct horse")).body())
        .contains("\"maySteer\":true");
    wrongPasswords();
    assertThat(drain("olga").statusCode()).isEqualTo(200); // known before, so it is still heard
    assertThat(server.awaitExit()).isZero();
    assertThat(server.log()).contains("SIPA-0403: olga started a drain");
  }

  /** Five are answered, then nothing is heard; it is all in the log. */
  private static void wrongPasswords() {
    List<String> names = List.of("olga", "victor", "nobody", "a\tb", "olga");
    for (String name : names) {
      HttpResponse<String> answer = get("/api/node", login(name, "wrong"));
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("SIPA-0453");
    }
    HttpResponse<String> blocked = get("/api/node", login("nobody", "correct horse"));
    assertThat(blocked.statusCode()).isEqualTo(429);
    assertThat(blocked.body()).contains("SIPA-0455");
    assertThat(Integer.parseInt(blocked.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 61);
    assertThat(server.log())
        .contains("SIPA-0454: Failed console login of nobody from 127.0.0.1.")
        .contains("SIPA-0454: Failed console login of a?b")
        .containsOnlyOnce("SIPA-0455: Too many failed console logins from 127.0.0.1")
        .doesNotContain("wrong");
  }
}
