package org.sipasync.functions.radius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.SipAsyncException;
import org.sipasync.core.Operation;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.dns.Dns;
import org.sipasync.functions.dns.DnsSettings;
import org.sipasync.testkit.Bench;
import org.sipasync.testkit.FreeRadius;
import org.sipasync.testkit.LogCapture;

/** Against Debian's FreeRADIUS, and against a server of our own that misbehaves. */
@Tag("F3")
class RadiusTest {
  private static FreeRadius server;

  private static final int MAX_LOG = 100_000;

  private final LogCapture log = new LogCapture();
  private final Bench bench = new Bench(2);
  private final Dns dns = Dns.of(DnsSettings.defaults());
  private final Radius radius =
      at("127.0.0.1:" + server.authPort(), "127.0.0.1:" + server.acctPort(), FreeRadius.SECRET);

  @BeforeAll
  static void start() {
    server = FreeRadius.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void end() {
    try {
      await().untilAsserted(() -> assertThat(radius.inFlight()).isZero());
      bench.close();
      assertThat(log.text()).as("F12: the log stays short").hasSizeLessThan(MAX_LOG);
    } finally {
      log.close();
      dns.close();
    }
  }

  private Radius at(String auth, String acct, String secret) {
    return with(RadiusSettings.at(auth, acct, secret));
  }

  private Radius with(RadiusSettings settings) {
    return Radius.of(settings, dns.resolver());
  }

  /** Three tries of 200 ms. */
  private static RadiusSettings impatient(String servers) {
    return RadiusSettings.at(servers, servers, FakeServer.SECRET)
        .withBounds(Duration.ofMillis(200), 3, 1_000);
  }

  private Result result(AsyncFunction function) throws Exception {
    return bench.result(function);
  }

  @Test
  @DisplayName("Accepted with attributes, rejected, and a record that is written")
  void done() throws Exception {
    Result accepted =
        result(
            radius
                .auth("alice", "secret")
                .with("Called-Station-Id", "sip:bob@example.com")
                .with("NAS-IP-Address", InetAddress.getByName("127.0.0.1"))
                .reply("Session-Timeout", "life")
                .reply("Reply-Message", "text")
                .reply("Filter-Id", "none"));
    assertThat(accepted.returnCode()).isEqualTo(1);
    assertThat(accepted.outputs()).isEqualTo(Map.of("life", 3600L, "text", "welcome"));

    assertThat(result(radius.auth("alice", "wrong")).returnCode()).isEqualTo(Radius.REJECTED);
    assertThat(result(radius.auth("nobody", "secret")).returnCode()).isEqualTo(Radius.REJECTED);
    assertThat(result(radius.auth("alice", "x".repeat(128))).returnCode())
        .isEqualTo(Radius.REJECTED);

    assertThat(
            result(radius.acct(Radius.Acct.STOP, "call-1").with("Acct-Session-Time", 42))
                .returnCode())
        .isEqualTo(1);
    await()
        .untilAsserted(
            () ->
                assertThat(server.records())
                    .contains("Acct-Session-Id = \"call-1\"")
                    .contains("Acct-Session-Time = 42")
                    .contains("Acct-Status-Type = Stop"));
  }

  @ParameterizedTest(name = "hostile value {0} stays a value")
  @ValueSource(
      strings = {"alice\r\nUser-Name = bob", "${x}", "' OR 1=1 --", "%{User-Password}", "\u0000"})
  void hostileValues(String value) throws Exception {
    assertThat(result(radius.auth(value, value + "x")).returnCode()).isEqualTo(Radius.REJECTED);
    assertThat(
            result(radius.acct(Radius.Acct.START, "hostile").with("User-Name", value)).returnCode())
        .isEqualTo(1);
    assertThat(server.records()).doesNotContain("\n\tUser-Name = bob");
  }

  @ParameterizedTest(name = "{0} = {1} is refused")
  @CsvSource({
    "No-Such-Attribute, x, unknown RADIUS attribute No-Such-Attribute",
    "Session-Timeout, x, RADIUS attribute Session-Timeout (Integer) does not take a String",
    "NAS-IP-Address, localhost, RADIUS attribute NAS-IP-Address (Ipv4Addr) does not take a String",
    "Called-Station-Id, '', RADIUS attribute Called-Station-Id takes 1 to 253 bytes"
  })
  void refused(String name, String value, String why) {
    assertThatThrownBy(() -> radius.auth("alice").with(name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void tooLong() {
    assertThatThrownBy(() -> radius.auth("u".repeat(254))).hasMessageContaining("not 254");
    assertThatThrownBy(() -> radius.auth("u", "p".repeat(129))).hasMessageContaining("129 bytes");
  }

  @Test
  void settings() {
    assertThatThrownBy(() -> RadiusSettings.at("h", "h", ""))
        .isInstanceOf(SipAsyncException.class)
        .hasMessageContaining("sip.async.radius.secret");
    assertThatThrownBy(() -> RadiusSettings.at("h:x", "h", "s"))
        .hasMessageContaining("sip.async.radius.auth-servers has the value \"h:x\"");
    RadiusSettings good = RadiusSettings.at("a, [2001:db8::1]:1645", "b:1", "hush");
    assertThat(good).hasToString("RADIUS at [a:1812, 2001:db8::1:1645], accounting at [b:1]");
    assertThat(radius.auth("alice", "secret")).hasToString("radius_auth with 4 attributes");
  }

  @ParameterizedTest(name = "an answer that is {0} is ignored: -3 after all tries")
  @EnumSource(
      value = FakeServer.Manner.class,
      names = {"UNSIGNED", "WRONG_SECRET", "OTHER_NUMBER", "GARBAGE", "SILENT"})
  void forgedOrMissing(FakeServer.Manner manner) throws Exception {
    try (FakeServer fake = new FakeServer(manner)) {
      Result result = result(with(impatient(fake.address())).auth("alice", "secret"));
      assertThat(result.returnCode()).isEqualTo(ReturnCodes.DEADLINE);
      assertThat(result.cause())
          .isInstanceOf(TimeoutException.class)
          .hasMessageStartingWith("no answer from /127.0.0.1");
      await().untilAsserted(() -> assertThat(fake.received).hasValue(3));
    }
  }

  @Test
  @Tag("F12")
  @DisplayName("F12: forged and broken answers before the right one do no harm")
  void signedAfterForged() throws Exception {
    try (FakeServer fake = new FakeServer(FakeServer.Manner.SIGNED_AFTER_FORGED)) {
      Radius radius = with(RadiusSettings.at(fake.address(), fake.address(), FakeServer.SECRET));
      for (int i = 0; i < 50; i++) {
        assertThat(result(radius.auth("alice", "secret")).returnCode()).isEqualTo(1);
      }
    }
  }

  @Test
  @DisplayName("An unsigned answer is taken where the settings say so")
  void unsigned() throws Exception {
    try (FakeServer fake = new FakeServer(FakeServer.Manner.UNSIGNED)) {
      Radius trusting = with(impatient(fake.address()).withoutMessageAuthenticator());
      assertThat(result(trusting.auth("alice", "secret")).returnCode()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0} is an error")
  @EnumSource(
      value = FakeServer.Manner.class,
      names = {"CHALLENGE", "ACCOUNTING_RESPONSE"})
  void notSupported(FakeServer.Manner manner) throws Exception {
    try (FakeServer fake = new FakeServer(manner)) {
      Result result = result(with(impatient(fake.address())).auth("alice", "secret"));
      assertThat(result.returnCode()).isEqualTo(-1);
      assertThat(result.cause()).hasMessageContaining("which is not supported");
    }
  }

  @Test
  @DisplayName("A lost packet is sent again; a silent or absent server is followed by the next")
  void next() throws Exception {
    int nobody;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    try (FakeServer lossy = new FakeServer(FakeServer.Manner.THIRD_TIME);
        FakeServer silent = new FakeServer(FakeServer.Manner.SILENT);
        FakeServer good = new FakeServer(FakeServer.Manner.SIGNED)) {
      assertThat(result(with(impatient(lossy.address())).auth("alice", "secret")).returnCode())
          .isEqualTo(1);
      assertThat(lossy.received).hasValue(3);
      String three = "127.0.0.1:" + nobody + "," + silent.address() + "," + good.address();
      assertThat(result(with(impatient(three)).auth("alice", "secret")).returnCode()).isEqualTo(1);
      assertThat(silent.received).hasValue(3);
      assertThat(good.received).hasValue(1);
      Result refused = result(with(impatient("127.0.0.1:" + nobody)).auth("alice", "secret"));
      assertThat(refused.returnCode()).isEqualTo(-1);
      assertThat(refused.cause()).isInstanceOf(java.net.PortUnreachableException.class);
      Result unknown = result(with(impatient("no.such.host.invalid")).auth("alice", "secret"));
      assertThat(unknown.returnCode()).isNegative();
      assertThat(unknown.cause()).isNotNull();
    }
  }

  @Test
  @Tag("A9")
  @DisplayName("A9: at the deadline -3, and its socket is closed")
  void deadline() throws Exception {
    try (FakeServer silent = new FakeServer(FakeServer.Manner.SILENT)) {
      Radius patient = at(silent.address(), silent.address(), FakeServer.SECRET);
      Result late = bench.result(patient.auth("alice", "secret"), Duration.ofMillis(150));
      assertThat(late.returnCode()).isEqualTo(ReturnCodes.DEADLINE);
      await().until(() -> patient.inFlight() == 0);
      assertThat(silent.received).hasValue(1);
    }
  }

  @Test
  @Tag("A8")
  @DisplayName("A8: a cancelled request is not sent again")
  void cancelled() throws Exception {
    try (FakeServer silent = new FakeServer(FakeServer.Manner.SILENT)) {
      Radius patient =
          with(impatient(silent.address()).withBounds(Duration.ofMillis(200), 20, 1_000));
      Operation call = bench.suspend(patient.auth("alice", "secret"));
      await().until(() -> silent.received.get() >= 1);
      call.cancel();
      await().until(() -> patient.inFlight() == 0 && bench.engine.inFlight() == 0);
      int packets = silent.received.get();
      TimeUnit.MILLISECONDS.sleep(500); // that nothing comes takes time to see
      assertThat(silent.received).hasValue(packets);
    }
  }

  @Test
  @Tag("A3")
  @DisplayName("A3: answers and deadlines race; each request ends once, nothing is left")
  void lostRace() throws Exception {
    try (FakeServer good = new FakeServer(FakeServer.Manner.SIGNED)) {
      Radius quick = with(impatient(good.address()));
      List<CompletableFuture<Result>> calls = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        calls.add(
            bench.start(quick.auth("alice", "secret"), Duration.ofNanos(400_000L * (1 + i % 50))));
      }
      for (CompletableFuture<Result> call : calls) {
        assertThat(call.get(20, TimeUnit.SECONDS).returnCode()).isIn(1, ReturnCodes.DEADLINE);
      }
      await().until(() -> quick.inFlight() == 0);
    }
  }

  @Test
  @Tag("A12")
  void tooMany() throws Exception {
    try (FakeServer silent = new FakeServer(FakeServer.Manner.SILENT)) {
      Radius small = with(impatient(silent.address()).withBounds(Duration.ofSeconds(5), 1, 2));
      Operation one = bench.suspend(small.auth("a", "b"));
      Operation two = bench.suspend(small.auth("a", "b"));
      await().until(() -> small.inFlight() == 2);
      assertThat(result(small.auth("a", "b")).returnCode()).isEqualTo(ReturnCodes.SHED);
      one.cancel();
      two.cancel();
      await().until(() -> bench.engine.inFlight() == 0);
    }
  }

  @Test
  @DisplayName("A server that goes and comes back under load: every request ends, most with 1")
  void restarted() throws Exception {
    List<CompletableFuture<Result>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      calls.add(bench.start(radius.auth("alice", "secret"), Bench.LONG));
      if (i == 100) {
        server.stop();
      }
    }
    for (CompletableFuture<Result> call : calls) {
      assertThat(call.get(40, TimeUnit.SECONDS).returnCode())
          .isIn(1, ReturnCodes.ERROR, ReturnCodes.DEADLINE);
    }
    server.restart();
    assertThat(result(radius.auth("alice", "secret")).returnCode()).isEqualTo(1);
  }

  @Test
  @DisplayName("Silent servers are not noticed by requests to others")
  void beside() throws Exception {
    try (FakeServer silent = new FakeServer(FakeServer.Manner.SILENT)) {
      Radius lost = with(impatient(silent.address()));
      List<CompletableFuture<Result>> stuck = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        stuck.add(bench.start(lost.auth("a", "b"), Bench.LONG));
      }
      long slowest = 0;
      for (int i = 0; i < 100; i++) {
        long before = System.nanoTime();
        assertThat(result(radius.auth("alice", "secret")).returnCode()).isEqualTo(1);
        slowest = Math.max(slowest, System.nanoTime() - before);
      }
      System.out.printf("MEASURED 100 requests beside 50 stuck: slowest %d us%n", slowest / 1000);
      for (CompletableFuture<Result> call : stuck) {
        assertThat(call.get(20, TimeUnit.SECONDS).returnCode()).isEqualTo(ReturnCodes.DEADLINE);
      }
    }
  }

  @Test
  void manyAtOnce() throws Exception {
    long started = System.nanoTime();
    List<CompletableFuture<Result>> calls = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      calls.add(bench.start(radius.auth("alice", "secret"), Bench.LONG));
    }
    for (CompletableFuture<Result> call : calls) {
      assertThat(call.get(40, TimeUnit.SECONDS).returnCode()).isEqualTo(1);
    }
    System.out.printf(
        "MEASURED 500 requests at once: %d ms%n",
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
  }
}
