package org.sipasync.functions.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.function.Result;
import org.sipasync.functions.dns.Dns;
import org.sipasync.functions.dns.DnsSettings;
import org.sipasync.testkit.Runs;

/** Servers that break kept connections between two calls do not break the second call. */
class KeptConnectionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Engine with one loop, which keeps the connections. */
  private final Engine engine = new Engine(new EngineSettings(1, 1_000, 1_000));

  private final Dns dns = Dns.of(DnsSettings.defaults());
  private final Rest rest =
      Rest.of(RestSettings.defaults().withTimeouts(PATIENCE, PATIENCE, PATIENCE), dns.resolver());
  private NastyServer server = NastyServer.start(0);

  @AfterEach
  void close() {
    rest.close();
    dns.close();
    engine.close();
    server.close();
  }

  private void isAnswered(HttpCall call) {
    Result result = Runs.result(engine, call);
    assertThat(result.cause()).isNull();
    assertThat(result.returnCode()).isEqualTo(1);
  }

  @Test
  @Tag("F2")
  @DisplayName("F2: stray bytes behind an answer end their connection, not the next call")
  void strayBytes() {
    for (int i = 0; i < 5; i++) {
      isAnswered(rest.get(server.url("/stray")));
      isAnswered(rest.get(server.url("/hello")));
      isAnswered(rest.put(server.url("/hello")).body("x", "text/plain"));
    }
  }

  @Test
  @Tag("F2")
  @DisplayName("F2: what a server says on a connection that waits is no answer to the next call")
  void strayAnswer() throws IOException {
    isAnswered(rest.get(server.url("/idle")));
    server.babble();
    Result next = Runs.result(engine, rest.get(server.url("/hello")).statusInto("status"));
    assertThat(next.outputs()).containsEntry("status", 200);
    isAnswered(rest.get(server.url("/hello")));
  }

  @Test
  @Tag("F5")
  @DisplayName("F5: a GET, PUT or DELETE on a kept connection that is reset is repeated")
  void resetConnection() {
    isAnswered(rest.get(server.url("/kept")));
    isAnswered(rest.get(server.url("/kept")));
    isAnswered(rest.put(server.url("/kept")).body("x", "text/plain"));
    isAnswered(rest.delete(server.url("/kept")));
  }

  @Test
  @Tag("F5")
  @DisplayName("F5: a POST may have been carried out: it is not repeated, and fails")
  void resetPost() {
    isAnswered(rest.get(server.url("/kept")));
    Result post = Runs.result(engine, rest.post(server.url("/kept")));
    assertThat(post.returnCode()).isEqualTo(-1);
    assertThat(server.requests.stream().filter(request -> request.startsWith("POST"))).hasSize(1);
    isAnswered(rest.post(server.url("/hello")));
  }

  @Test
  @Tag("F12")
  @DisplayName("F12: a server that was restarted is called as if nothing had happened")
  void restartedServer() {
    int port = server.port();
    for (int i = 0; i < 3; i++) {
      isAnswered(rest.get(server.url("/hello")));
      server.close();
      server = await().ignoreExceptions().until(() -> NastyServer.start(port), s -> true);
      isAnswered(rest.get(server.url("/hello")));
    }
  }
}
