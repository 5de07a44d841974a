package org.sipasync.functions.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.dns.Dns;
import org.sipasync.functions.dns.DnsSettings;
import org.sipasync.testkit.BlackHole;
import org.sipasync.testkit.Runs;

/** Calls through a real engine to real servers on loopback. */
@Tag("F3")
class RestTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final NastyServer server = NastyServer.start(0);
  private final Engine engine = new Engine(EngineSettings.defaults());
  private final RestSettings settings =
      RestSettings.defaults()
          .withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(4));
  private final Dns dns = Dns.of(DnsSettings.defaults());
  private final Rest rest = Rest.of(settings, dns.resolver());

  @AfterEach
  void close() {
    rest.close();
    dns.close();
    engine.close();
    server.close();
  }

  private Result run(HttpCall call) {
    return Runs.result(engine, call);
  }

  @Test
  void getWithAllOutputs() {
    Result result =
        run(
            rest.get(server.url("/echo?a=b%20c"))
                .header("X-User", "alice")
                .into("body")
                .statusInto("status")
                .typeInto("type")
                .timeInto("time")
                .answerInto("answer"));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.OK);
    assertThat(result.outputs())
        .containsEntry("status", 200)
        .containsEntry("type", "text/plain; charset=utf-8")
        .containsEntry("body", result.value());
    assertThat((Long) result.outputs().get("time")).isNotNegative();
    assertThat(((HttpAnswer) result.outputs().get("answer")).status()).isEqualTo(200);
    assertThat((String) result.value())
        .startsWith("GET /echo?a=b%20c HTTP/1.1\n")
        .contains("X-User: alice\n", "Host: 127.0.0.1:" + server.port() + "\n")
        .doesNotContainIgnoringCase("accept-encoding")
        .doesNotContainIgnoringCase("upgrade");
  }

  @Test
  void postPutDelete() {
    assertThat(
            (String)
                run(rest.post(server.url("/echo")).body("{\"ü\":1}", "application/json")).value())
        .startsWith("POST /echo")
        .contains("Content-Type: application/json\n", "Content-Length: 8\n")
        .endsWith("{\"ü\":1}");
    assertThat((String) run(rest.put(server.url("/echo")).body("x", "text/plain")).value())
        .startsWith("PUT /echo")
        .endsWith("\nx");
    assertThat((String) run(rest.post(server.url("/echo"))).value())
        .contains("Content-Length: 0\n");
    assertThat((String) run(rest.delete(server.url("/echo"))).value()).startsWith("DELETE /echo");
  }

  @ParameterizedTest
  @CsvSource({"/status/404, 404", "/status/500, 500", "/empty, 204", "/redirect, 302"})
  void anyAnswerIsAnAnswer(String path, int status) {
    Result result = run(rest.get(server.url(path)).statusInto("status"));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.OK);
    assertThat(result.outputs()).containsEntry("status", status);
    assertThat(server.requests).as("redirects are not followed").hasSize(1);
  }

  @Test
  void charsetOfTheContentType() {
    assertThat(run(rest.get(server.url("/latin"))).value()).isEqualTo("ü");
  }

  @Test
  void connectionsAreKeptAndCookiesAreNot() {
    run(rest.get(server.url("/cookie")));
    for (int i = 0; i < 5; i++) {
      assertThat((String) run(rest.get(server.url("/echo"))).value())
          .doesNotContainIgnoringCase("cookie");
    }
    assertThat(server.accepted.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void connectionRefused() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Result result = run(rest.get("http://127.0.0.1:" + port + "/"));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.ERROR);
    assertThat(result.cause()).hasMessageContaining("Connection refused");
    assertThat(rest.inFlight()).isZero();
  }

  @Test
  void neverAnswers() {
    Result result = run(rest.get(server.url("/never")));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.DEADLINE);
    assertThat(result.cause())
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("no complete answer from http://127.0.0.1");
    await().until(() -> server.brokenOff.get() == 1);
  }

  @Test
  void aByteASecondIsBounded() {
    long before = System.nanoTime();
    Result result = run(rest.get(server.url("/drip")));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.DEADLINE);
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(60)); // all of it takes 100
    await().until(() -> server.brokenOff.get() == 1);
  }

  @Test
  void deadlineClosesTheConnection() {
    try (Rest patient = patient()) {
      Result result =
          Runs.start(engine, patient.get(server.url("/never")), Duration.ofMillis(100)).result();
      assertThat(result.returnCode()).isEqualTo(ReturnCodes.DEADLINE);
      assertThat(result.cause()).hasMessage("rest_get did not finish within 100 ms");
      await().until(() -> server.brokenOff.get() == 1);
      await().until(() -> patient.inFlight() == 0);
    }
  }

  /** No timeout of its own would close the connection in time. */
  private Rest patient() {
    return Rest.of(settings.withTimeouts(LONG, LONG, LONG), dns.resolver());
  }

  @Test
  void cancelClosesTheConnection() {
    try (Rest patient = patient()) {
      Runs run = Runs.start(engine, patient.get(server.url("/never")), LONG);
      await().until(() -> server.requests.size() == 1);
      assertThat(run.suspension.cancel()).isTrue();
      await().until(() -> server.brokenOff.get() == 1);
      await().until(() -> patient.inFlight() == 0);
      assertThat(run.resumed).isNotDone();
    }
  }

  @Test
  void cancelClosesAConnectionThatIsBeingMade() throws Exception {
    try (Rest patient = patient();
        BlackHole hole = new BlackHole()) {
      run(patient.get(server.url("/ok")));
      long before = openFiles();
      List<Runs> runs = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        runs.add(Runs.start(engine, patient.get("http://127.0.0.1:" + hole.port() + "/"), LONG));
      }
      await().until(() -> openFiles() >= before + 50);
      runs.forEach(run -> run.suspension.cancel());
      await().until(() -> openFiles() < before + 10);
      await("the pool has its places back").until(() -> patient.leased() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/half", "/reset", "/nothttp", "/long", "/endless", "/headers"})
  void badAnswers(String path) {
    Result result = run(rest.get(server.url(path)));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.ERROR);
    assertThat(result.cause()).isNotNull();
    assertThat(server.requests).as("nothing is repeated").hasSize(1);
    assertThat(rest.inFlight()).isZero();
    assertThat(run(rest.get(server.url("/ok"))).value()).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/long", "/endless"})
  void responsesAreBounded(String path) {
    assertThat(run(rest.get(server.url(path))).cause())
        .hasMessage("the response is longer than 1048576 bytes (sip.async.rest.max-response)");
  }

  @Test
  void requestsAreBounded() {
    try (Rest small = Rest.of(settings.withBodies(10, 10), dns.resolver())) {
      HttpCall post = small.post(server.url("/echo"));
      assertThatThrownBy(() -> post.body("ü".repeat(6), "text/plain"))
          .hasMessage("the body is longer than 10 bytes (sip.async.rest.max-request)");
      assertThat(run(small.get(server.url("/ok"))).value()).isEqualTo("hello");
    }
  }

  @Test
  void overTheBoundItIsShed() {
    try (Rest narrow = Rest.of(settings.withBounds(2, 3), dns.resolver());
        NastyServer other = NastyServer.start(0)) {
      List<Runs> held = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        held.add(Runs.start(engine, narrow.get(server.url("/never")), LONG));
      }
      await().until(() -> narrow.inFlight() == 2);
      Result full = run(narrow.get(server.url("/ok")));
      assertThat(full.returnCode()).isEqualTo(ReturnCodes.SHED);
      assertThat(full.cause())
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessage(
              "limit of 2 in-flight HTTP calls to http://127.0.0.1:"
                  + server.port()
                  + " reached (sip.async.rest.max-per-host)");
      held.add(Runs.start(engine, narrow.get(other.url("/never")), LONG));
      await().until(() -> narrow.inFlight() == 3);
      assertThat(run(narrow.get(other.url("/ok"))).cause())
          .hasMessage("limit of 3 in-flight HTTP calls reached (sip.async.rest.max-in-flight)");
      assertThat(held).allSatisfy(run -> assertThat(run.result().returnCode()).isEqualTo(-3));
      assertThat(run(narrow.get(server.url("/ok"))).value()).isEqualTo("hello");
    }
  }

  @Test
  void synNeverAnsweredDisturbsNobody() throws Exception {
    try (BlackHole hole = new BlackHole()) {
      run(rest.get(server.url("/ok")));
      long before = openFiles();
      List<Runs> lost = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        lost.add(Runs.start(engine, rest.get("http://127.0.0.1:" + hole.port() + "/"), LONG));
      }
      long[] micros = new long[200];
      for (int i = 0; i < micros.length; i++) {
        long begun = System.nanoTime();
        assertThat(run(rest.get(server.url("/ok"))).isOk()).isTrue();
        micros[i] = (System.nanoTime() - begun) / 1000;
      }
      assertThat(lost)
          .allSatisfy(
              run -> assertThat(run.result().returnCode()).isEqualTo(ReturnCodes.CONNECT_TIMEOUT));
      Arrays.sort(micros);
      System.out.println(
          "MEASURED 200 GETs beside 50 unanswered SYNs: median "
              + micros[100]
              + " us, 99% "
              + micros[198]
              + " us, max "
              + micros[199]
              + " us");
      await().until(() -> rest.inFlight() == 0);
      await("sockets are closed").until(() -> openFiles() < before + 10);
      await().until(() -> rest.leased() == 0);
    }
  }

  private static long openFiles() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  @Test
  void dnsNeverAnsweringDisturbsNobody() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Dns slow =
            Dns.of(
                DnsSettings.defaults()
                    .withServers(List.of((InetSocketAddress) silent.getLocalSocketAddress())));
        Rest client = Rest.of(settings, slow.resolver())) {
      List<Runs> lost = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        lost.add(Runs.start(engine, client.get("http://host" + i + ".test/"), LONG));
      }
      long before = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        assertThat(run(client.get(server.url("/ok"))).isOk()).isTrue();
      }
      System.out.println(
          "MEASURED 50 GETs beside 50 unanswered lookups: "
              + Duration.ofNanos(System.nanoTime() - before).toMillis()
              + " ms");
      assertThat(lost)
          .allSatisfy(
              run -> assertThat(run.result().returnCode()).isEqualTo(ReturnCodes.CONNECT_TIMEOUT));
      await().until(() -> slow.inFlight() == 0);
    }
  }

  @Test
  void unknownHost() {
    try (Rest client =
        Rest.of(
            settings,
            (host, within) ->
                CompletableFuture.failedFuture(new java.net.UnknownHostException(host)))) {
      Result result = run(client.get("http://gone.test/"));
      assertThat(result.returnCode()).isEqualTo(ReturnCodes.ERROR);
      assertThat(result.cause()).hasMessage("gone.test");
    }
  }

  @Test
  void theNextAddressIsTried() throws Exception {
    List<InetAddress> two =
        List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"));
    try (Rest client =
        Rest.of(settings, (host, within) -> CompletableFuture.completedFuture(two))) {
      String url = "http://two.test:" + server.port() + "/echo";
      assertThat((String) run(client.get(url)).value()).contains("Host: two.test:");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "fe80::1",
        "0.0.0.0",
        "224.0.0.1",
        "100.100.100.200",
        "::",
        "fd00:ec2::254",
        "64:ff9b::a9fe:a9fe",
        "::ffff:169.254.169.254"
      })
  void suspectAddresses(String address) throws Exception {
    List<InetAddress> addresses = List.of(InetAddress.getByName(address));
    try (Rest client =
        Rest.of(settings, (host, within) -> CompletableFuture.completedFuture(addresses))) {
      Result result = run(client.get("http://innocent.test/latest/meta-data"));
      assertThat(result.returnCode()).isEqualTo(ReturnCodes.ERROR);
      assertThat(result.cause()).hasMessageContaining("is not called unless");
    }
  }

  @Test
  void suspectAddressesOfAllowedHosts() throws Exception {
    List<InetAddress> addresses = List.of(InetAddress.getByName("0.0.0.0"));
    try (Rest client =
        Rest.of(
            settings.withAllowedHosts("known.test:" + server.port()),
            (host, within) -> CompletableFuture.completedFuture(addresses))) {
      assertThat(run(client.get("http://known.test:" + server.port() + "/ok")).value())
          .isEqualTo("hello");
    }
  }

  @Test
  void thousandAtOnceOnFewThreads() throws Exception {
    try (SlowBackend backend = new SlowBackend(100);
        Rest wide =
            Rest.of(
                settings.withTimeouts(LONG, LONG, LONG).withBounds(1000, 1000), dns.resolver())) {
      for (int round = 0; round < 3; round++) {
        long before = System.nanoTime();
        List<Runs> runs = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
          runs.add(Runs.start(engine, wide.get(backend.url()), LONG));
        }
        assertThat(runs)
            .extracting(run -> String.valueOf(run.result().cause()))
            .containsOnly("null");
        System.out.println(
            "MEASURED 1000 GETs at once of a 100 ms backend: "
                + Duration.ofNanos(System.nanoTime() - before).toMillis()
                + " ms on "
                + threads()
                + " threads of two clients");
      }
      assertThat(threads()).as("all on the engine's loops; a DNS at most").isLessThanOrEqualTo(2);
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("sip-async"))
        .filter(thread -> !thread.getName().contains("loop"))
        .count();
  }

  @Test
  void serverRestarts() {
    List<Runs> runs = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      runs.add(Runs.start(engine, rest.get(server.url("/ok")), LONG));
      if (i == 75) {
        server.close();
      }
    }
    assertThat(runs).allSatisfy(run -> assertThat(run.result().returnCode()).isNotZero());
    assertThat(rest.inFlight()).isZero();
    try (NastyServer again = NastyServer.start(server.port())) {
      for (int i = 0; i < 20; i++) {
        assertThat(run(rest.get(again.url("/ok"))).value()).isEqualTo("hello");
      }
    }
  }

  @Test
  void closingEndsThreadsAndCalls() {
    Runs run = Runs.start(engine, rest.get(server.url("/never")), LONG);
    await().until(() -> server.requests.size() == 1);
    rest.close();
    assertThat(run.result().returnCode()).isEqualTo(ReturnCodes.ERROR);
    dns.close();
    await().until(() -> threads() == 0);
    assertThat(run(rest.get(server.url("/ok"))).isOk()).isFalse();
  }

  @Test
  void nothingIsLeftBehind() {
    for (int i = 0; i < 20; i++) {
      run(rest.get(server.url("/reset")));
      run(rest.get(server.url("/ok")));
      Runs.start(engine, rest.get(server.url("/never")), Duration.ofMillis(20)).result();
    }
    await().until(() -> rest.inFlight() == 0);
    await().until(() -> rest.hostsNoted() == 0);
    await().until(() -> rest.leased() == 0);
  }
}
