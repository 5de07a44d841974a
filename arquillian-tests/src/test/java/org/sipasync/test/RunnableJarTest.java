package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.missing.MissingServlet;
import org.sipasync.test.wrong.Wrong;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** The runnable jar with the sample, as the README starts it. */
class RunnableJarTest extends InContainer {
  private static final Duration START = Duration.ofMinutes(5);

  @TempDir Path directory;

  private final int httpPort = MicroServer.freePort();
  private Process started;

  private Process start(String javaOption) throws IOException {
    return start(javaOption, System.getProperty("sample.war"));
  }

  private Process start(String javaOption, String war) throws IOException {
    return start(List.of(javaOption), war);
  }

  private Process start(List<String> javaOptions, String war) throws IOException {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.add("-Dsip.warm-up=0");
    command.addAll(javaOptions);
    command.addAll(List.of("-jar", System.getProperty("micro.jar")));
    command.addAll(List.of("--deploy", war));
    command.addAll(List.of("--port", Integer.toString(httpPort)));
    started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    return started;
  }

  private Path log() {
    return directory.resolve("log");
  }

  /** Waits no longer than the server lives. */
  private void awaitLog(String text) throws IOException {
    await().atMost(START).until(() -> !started.isAlive() || Files.readString(log()).contains(text));
    assertThat(Files.readString(log())).contains(text);
  }

  /**
   *
   *
   * <pre>
   * caller                    server
   *   │ INVITE pause 20 s ────▶│ async(sleep)
   *   │ MESSAGE pause 4 s ────▶│ async(sleep)
   *   │                        │ stopped
   *   │◀──── 503 to both       │
   * </pre>
   */
  @Test
  @Tag("A11")
  @DisplayName("A11: the start-up log is complete; a stop answers suspended messages 503")
  void startAndStop() throws Exception {
    Process server =
        start(
            List.of(
                "-Dsip.listen=udp:127.0.0.1:%d,tcp:127.0.0.1:%d".formatted(SIP_PORT, SIP_PORT),
                "-Dsip.warm-up=3000"),
            System.getProperty("sample.war"));
    try (SipPhone caller = phoneWhenUp()) {
      assertThat(Files.readString(log()))
          .contains("  SIP          udp:127.0.0.1:" + SIP_PORT)
          .contains("  SIP          tcp:127.0.0.1:" + SIP_PORT)
          .contains("  HTTP         http://localhost:" + httpPort + "/\n")
          .contains("  Console      http://localhost:" + httpPort + "/sip-async\n")
          .contains(
              "  Application  sample: servlets sample; resume routes authenticated, credited, ")
          .contains("report routes pn_counter, recorded; functions forget, register\n")
          .contains("  Next         call it")
          .containsPattern("ready in .* of it warm-up by [1-9][0-9]* requests");
      assertThat(Files.readAllLines(log()).size()).as(Files.readString(log())).isLessThan(25);
      Call call = caller.invite("pause;ms=20000");
      call.expect(100);
      Call other = caller.invite("pause;ms=20000");
      awaitSuspended(2);
      server.destroy();
      call.ackFailure(503);
      other.ackFailure(503);
      assertThat(server.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      server.destroyForcibly();
    }
  }

  private void awaitSuspended(int calls) {
    HttpRequest operations =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + httpPort + "/sip-async/api/operations"))
            .timeout(Duration.ofSeconds(60))
            .build();
    await()
        .atMost(START)
        .untilAsserted(
            () ->
                assertThat(
                        HttpClient.newHttpClient()
                            .send(operations, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .matches("(?s)(.*\"callId\"){%d}.*".formatted(calls)));
  }

  private EmbeddedPostgres postgres(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(directory.resolve("data"))
        .setCleanDataDirectory(false)
        .start();
  }

  @Test
  @Tag("F12")
  @DisplayName("F12: PostgreSQL by one setting; it recovers after a restart with few log lines")
  void onPostgresql() throws Exception {
    try (EmbeddedPostgres postgres = postgres(0)) {
      Process server =
          start(
              List.of(
                  "-Dsip.listen=udp:127.0.0.1:" + SIP_PORT,
                  "-Dsample.database.url=" + postgres.getJdbcUrl("postgres", "postgres")),
              System.getProperty("sample.war"));
      try (SipPhone caller = phoneWhenUp()) {
        assertThat(Files.readString(log())).contains("Database PostgreSQL");
        for (String mode : List.of("", ";mode=blocking")) {
          assertThat(
                  caller.request("MESSAGE", "credit;uid=bob" + mode).expect(200).header("X-Credit"))
              .isEqualTo("7");
          caller.request("MESSAGE", "credit;uid=zoe" + mode).expect(404);
        }
        registers();
        postgres.close();
        for (String mode : List.of("", ";mode=blocking")) {
          caller.request("MESSAGE", "credit;uid=bob" + mode).expect(503);
        }
        try (EmbeddedPostgres again = postgres(postgres.getPort())) {
          assertThat(again.getPort()).isEqualTo(postgres.getPort());
          await()
              .atMost(START)
              .until(
                  () ->
                      caller
                              .request("MESSAGE", "credit;uid=bob;mode=blocking")
                              .expectFinal()
                              .status()
                          == 200);
          caller.request("MESSAGE", "credit;uid=bob").expect(200);
          assertThat(Files.size(log())).isLessThan(100_000);
        }
      } finally {
        server.destroyForcibly();
      }
    }
  }

  /** The registrar's statements, each at least once: store, prolong, move, list, remove all. */
  private void registers() {
    DigestClient alice = new DigestClient("alice", "secret-of-alice");
    String desk = "<sip:alice@127.0.0.1:7001>";
    String mobile = "<sip:alice@127.0.0.1:7002>";
    try (SipPhone phone = phone("udp").as("alice")) {
      alice.register(phone, "Contact: " + desk + ";q=0.5", "Expires: 60");
      alice.register(phone, "Contact: " + desk, "Expires: 90");
      SipMessage moved =
          alice.register(
              phone, "Contact: " + mobile + ";expires=120", "Contact: " + desk + ";expires=0");
      assertThat(moved.all("Contact")).containsExactly(mobile + ";expires=120");
      SipMessage none = alice.register(phone, "Contact: *", "Expires: 0");
      assertThat(none.status()).isEqualTo(200);
      assertThat(none.all("Contact")).isEmpty();
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    server                  operator
   *   │ INVITE quick 3 s ────▶│ async(sleep)             │
   *   │                       │◀──────────── drain 60 s  │
   *   │ OPTIONS ─────────────▶│                          │
   *   │◀─────────────── 503   │                          │
   *   │◀──── 200 to INVITE    │                          │
   *   │                       │ stops: nothing is left   │
   * </pre>
   */
  @Test
  @Tag("V2")
  @DisplayName("V2: a drain lets suspended messages finish, then the server stops")
  void drainedToTheEnd() throws Exception {
    Process server = startObserved();
    try (SipPhone caller = phoneWhenUp()) {
      Call call = caller.invite("quick;ms=10000");
      call.expect(100);
      caller.request("OPTIONS", "drain;ms=60000").expect(200);
      caller.request("OPTIONS", "quick;ms=1").expect(503);
      call.expect(200);
      call.ack();
      assertThat(server.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(server.exitValue()).isZero();
      assertThat(Files.readString(log())).contains("and stops; nothing is in flight");
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  @Tag("A11")
  @Tag("V2")
  @DisplayName(
      "V2: when a drain's time is up the server stops, and remaining messages are answered 503")
  void drainedInTime() throws Exception {
    Process server = startObserved();
    try (SipPhone caller = phoneWhenUp()) {
      Call call = caller.invite("hung");
      call.expect(100);
      caller.request("OPTIONS", "drain;ms=1500").expect(200);
      call.ackFailure(503);
      assertThat(call.invite().millisTo(503)).isGreaterThanOrEqualTo(1500);
      assertThat(server.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(Files.readString(log())).contains("and stops; not everything has ended");
    } finally {
      server.destroyForcibly();
    }
  }

  private Process startObserved() throws IOException {
    Path war = directory.resolve("observed.war");
    ObservabilityTest.observed().as(ZipExporter.class).exportTo(war.toFile(), true);
    return start("-Dsip.listen=udp:127.0.0.1:" + SIP_PORT, war.toString());
  }

  /** The properties of the options that the README starts a server with. */
  private static List<String> properties() throws IOException {
    return Files.readAllLines(
            Path.of(System.getProperty("micro.jar")).resolveSibling("sip-async-micro.args"))
        .stream()
        .filter(line -> line.startsWith("-D"))
        .toList();
  }

  private SipPhone phoneWhenUp() throws IOException {
    awaitLog("ready in");
    return phone("udp");
  }

  @Test
  @Tag("T5")
  @Tag("F9")
  @Tag("S10")
  @DisplayName("T5 F9: getting-started.md's application answers; S10: H2 is closed to others")
  void gettingStarted() throws Exception {
    List<String> options = new java.util.ArrayList<>(properties());
    options.add("-Dsip.listen=udp:127.0.0.1:" + SIP_PORT);
    Process server = start(options, System.getProperty("first.war"));
    try (SipPhone alice = phoneWhenUp().as("alice");
        SipPhone carol = phone("udp").as("carol")) {
      Call call = alice.invite("anyone");
      call.expect(200);
      call.ack();
      call.bye().expect(200);
      carol.invite("anyone").ackFailure(402);
      alice.request("MESSAGE", "anyone").expect(200);
      assertThat(ListeningSockets.openToOthers(server.pid())).containsExactly(httpPort);
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  @DisplayName("A malformed sip.listen is reported in one line")
  void malformedListen() throws Exception {
    Process server = start("-Dsip.listen=udp:127.0.0.1");
    try {
      awaitLog(
          "SIP application sample did not start: SIPA-0101: sip.listen has the malformed entry");
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  @DisplayName("All errors of a WAR are in one report, and it is not deployed")
  void mistakesOfAWar() throws Exception {
    Path war = directory.resolve("wrong.war");
    war("wrong", Wrong.class.getPackage()).as(ZipExporter.class).exportTo(war.toFile(), true);
    Process server = start("-Dsip.listen=udp:127.0.0.1:" + SIP_PORT, war.toString());
    try {
      awaitLog("SIP application wrong did not start: SIPA-0201");
      String wrong = "org.sipasync.test.wrong.";
      awaitLog(
          "SIPA-0201: Deployment of wrong failed with 6 error(s):\n"
              + "  - SIPA-0219: there are several SIP servlets [another, wrong] and nothing says"
              + " which gets a request: name one with @SipApplication(mainServlet = ...), or map"
              + " them in WEB-INF/sip.xml.\n"
              + "  - SIPA-0204: "
              + wrong
              + "Wrong.credited: a route must return void, not String.\n"
              + "  - SIPA-0218: "
              + wrong
              + "Wrong.told: parameter 1 (SipServletRequest): a report route gets no message");
      assertThat(Files.readString(log()))
          .contains("\n  - SIPA-0211: " + wrong + "Wrong.invited: @Async names the resume route")
          .contains("\n  - SIPA-0209: " + wrong + "Another: a handler is missing")
          .contains("\n  - SIPA-0208: " + wrong + "NoBean.unreachable can never run: NoBean is");
    } finally {
      server.destroyForcibly();
    }
  }

  @Test
  @DisplayName("A missing function module is reported with the artifact to add")
  void missingModule() throws Exception {
    Path war = directory.resolve("missing.war");
    war("missing", MissingServlet.class.getPackage())
        .as(ZipExporter.class)
        .exportTo(war.toFile(), true);
    Process server = start("-Dsip.listen=udp:127.0.0.1:" + SIP_PORT, war.toString());
    try {
      awaitLog(
          "SIPA-0201: Deployment of missing failed with 1 error(s):\n"
              + "  - SIPA-0217: org.sipasync.test.missing.MissingServlet uses"
              + " org.sipasync.functions.nowhere.Nowhere, which is missing. Add the artifact"
              + " org.sipasync:sip-async-functions-nowhere to the server (--addlibs) or to the"
              + " WAR.");
    } finally {
      server.destroyForcibly();
    }
  }
}
