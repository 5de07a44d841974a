package org.sipasync.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.core.Engine;
import org.sipasync.core.EngineSettings;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.testkit.Runs;

/** Lookups through a real engine at a real server on loopback. */
@Tag("F3")
class DnsTest {
  private static final Duration TRY = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ZoneServer server = ZoneServer.start();
  private final Engine engine = new Engine(EngineSettings.defaults());
  private final DnsSettings settings =
      DnsSettings.defaults()
          .withServers(List.of(server.address()))
          .withTries(TRY, 3)
          .withHosts(Path.of("/nonexistent"));
  private final Dns dns = Dns.of(settings);

  @AfterEach
  void close() {
    dns.close();
    engine.close();
    server.close();
  }

  @Test
  void addresses() throws Exception {
    server.with("host.test", 60, "A 192.0.2.1", "A 192.0.2.2", "AAAA 2001:db8::1");
    Result four = Runs.result(engine, dns.a("host.test").into("ip"));
    assertThat(four.returnCode()).isEqualTo(ReturnCodes.OK);
    assertThat(four.outputs().get("ip"))
        .isEqualTo(List.of(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("192.0.2.2")));
    assertThat(Runs.result(engine, dns.aaaa("host.test.")).value())
        .isEqualTo(List.of(InetAddress.getByName("2001:db8::1")));
  }

  @Test
  void addressAsTextIsItsOwnAnswer() throws Exception {
    assertThat(Runs.result(engine, dns.a("192.0.2.7")).value())
        .isEqualTo(List.of(InetAddress.getByName("192.0.2.7")));
    assertThatThrownBy(() -> dns.aaaa("192.0.2.7"))
        .hasMessage("192.0.2.7 is an address of the other family");
    assertThat(server.ports).isEmpty();
  }

  @Test
  void servicesInTheOrderToTry() {
    server.with(
        "_sip._udp.test",
        60,
        "SRV 20 1 5060 c.test.",
        "SRV 10 0 5061 a.test.",
        "SRV 5 9 1 b.test.");
    assertThat(Runs.result(engine, dns.srv("_sip._udp.test")).value())
        .isEqualTo(
            List.of(
                new Srv(5, 9, 1, "b.test"),
                new Srv(10, 0, 5061, "a.test"),
                new Srv(20, 1, 5060, "c.test")));
  }

  @Test
  void noSuchServiceByADot() {
    server.with("_sip._tcp.test", 60, "SRV 0 0 0 .");
    assertThat(Runs.result(engine, dns.srv("_sip._tcp.test")).returnCode())
        .isEqualTo(Dns.NOTHING_FOUND);
  }

  @Test
  void recordsComeInTheOrderToTryThem() {
    server
        .with("_sip._tcp.test", 60, "SRV 20 5 5061 b.test.", "SRV 0 0 0 .")
        .with("test", 60, "NAPTR 10 5 \"s\" \"SIP+D2U\" \"\" _sip._udp.test.");
    assertThat(dns.records().srv("_sip._tcp.test").toCompletableFuture().join())
        .containsExactly(new Srv(0, 0, 0, ""), new Srv(20, 5, 5061, "b.test"));
    assertThat(dns.records().naptr("test").toCompletableFuture().join())
        .containsExactly(new Naptr(10, 5, "s", "SIP+D2U", "", "_sip._udp.test"));
    assertThat(dns.records().srv("nowhere.test").toCompletableFuture().join()).isEmpty();
    assertThat(dns.records().naptr("_sip._tcp.test").toCompletableFuture().join()).isEmpty();
  }

  @Test
  void recordsThatCannotBeHadFail() {
    assertThat(dns.records().srv("a b")).isCompletedExceptionally();
    assertThatThrownBy(() -> dns.records().srv("servfail.test").toCompletableFuture().join())
        .hasCauseInstanceOf(java.io.IOException.class);
    assertThatThrownBy(() -> dns.records().srv("silent.test").toCompletableFuture().join())
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void cancellingAbortsTheLookup() {
    var found = dns.records().srv("silent.test").toCompletableFuture();
    found.cancel(false);
    assertThat(dns.inFlight()).isZero();
  }

  @Test
  void naptrByOrderAndPreference() {
    server.with(
        "test",
        60,
        "NAPTR 20 1 \"s\" \"SIP+D2T\" \"\" _sip._tcp.test.",
        "NAPTR 10 9 \"s\" \"SIP+D2U\" \"\" _sip._udp.test.",
        "NAPTR 10 5 \"s\" \"SIPS+D2T\" \"\" _sips._tcp.test.");
    assertThat(Runs.result(engine, dns.naptr("test")).value())
        .isEqualTo(
            List.of(
                new Naptr(10, 5, "s", "SIPS+D2T", "", "_sips._tcp.test"),
                new Naptr(10, 9, "s", "SIP+D2U", "", "_sip._udp.test"),
                new Naptr(20, 1, "s", "SIP+D2T", "", "_sip._tcp.test")));
  }

  @Test
  void enumRewritesTheNumber() {
    server.with(
        "8.4.1.0.6.4.9.7.0.2.4.4.e164.arpa",
        60,
        "NAPTR 20 10 \"u\" \"E2U+sip\" \"!^.*$!sip:later@example.com!\" .",
        "NAPTR 10 20 \"u\" \"E2U+email:mailto\" \"!^.*$!mailto:info@example.com!\" .",
        "NAPTR 10 10 \"u\" \"E2U+sip\" \"!^\\\\+44(.*)$!sip:\\\\1@example.com!\" .",
        "NAPTR 5 10 \"\" \"\" \"\" elsewhere.test.");
    assertThat(Runs.result(engine, dns.enumLookup("+442079460148")).value())
        .isEqualTo(
            List.of(
                URI.create("sip:2079460148@example.com"), URI.create("mailto:info@example.com")));
    assertThat(Runs.result(engine, dns.enumLookup("442079460148").service("sip")).value())
        .isEqualTo(List.of(URI.create("sip:2079460148@example.com")));
    assertThat(Runs.result(engine, dns.enumLookup("442079460148").service("tel")).returnCode())
        .isEqualTo(Dns.NOTHING_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone.test", "empty.test"})
  void nothing(String name) {
    server.with("empty.test", 60, "A 192.0.2.1");
    Result result = Runs.result(engine, dns.srv(name));
    assertThat(result.returnCode()).isEqualTo(Dns.NOTHING_FOUND);
    assertThat(result.cause()).hasMessageContaining(name);
    assertThat(Runs.result(engine, dns.srv(name)).returnCode()).isEqualTo(Dns.NOTHING_FOUND);
    assertThat(server.asked(name)).as("that there is nothing is remembered").isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"servfail.test", "refused.test"})
  void serverFails(String name) {
    Result result = Runs.result(engine, dns.a(name));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.ERROR);
    assertThat(result.cause()).hasMessageContaining(name);
    assertThat(server.asked(name)).isEqualTo(1);
  }

  @Test
  void asksAgainWhenTheFirstQuestionIsLost() {
    server.with("drop.test", 60, "SRV 0 0 1 a.test.");
    assertThat(Runs.result(engine, dns.srv("drop.test")).isOk()).isTrue();
    assertThat(server.asked("drop.test")).isEqualTo(2);
  }

  @Test
  void serverNeverAnswers() {
    Result result = Runs.result(engine, dns.srv("silent.test"));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.DEADLINE);
    assertThat(result.cause())
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("about silent.test");
    assertThat(server.asked("silent.test")).isEqualTo(3);
  }

  @Test
  void deadlineAbortsTheLookup() {
    Runs run = Runs.start(engine, dns.srv("silent.test"), Duration.ofMillis(50));
    assertThat(run.result().returnCode()).isEqualTo(ReturnCodes.DEADLINE);
    await().until(() -> dns.inFlight() == 0);
    awaitNothingMore("silent.test");
  }

  @Test
  void cancelAbortsTheLookup() {
    Runs run = Runs.start(engine, dns.naptr("silent.test"), LONG);
    await().until(() -> server.asked("silent.test") == 1);
    assertThat(run.suspension.cancel()).isTrue();
    await().until(() -> dns.inFlight() == 0);
    awaitNothingMore("silent.test");
    assertThat(run.resumed).isNotDone();
  }

  /** Checks for longer than a try that no query follows, although tries are left. */
  private void awaitNothingMore(String name) {
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofMinutes(1))
        .until(() -> server.asked(name) == 1);
  }

  @Test
  void abortedLookupsCloseTheirSockets() {
    try (Dns patient = Dns.of(settings.withTries(LONG, 1))) {
      Runs.start(engine, patient.srv("silent.test"), Duration.ofMillis(20)).result();
      long before = openFiles();
      List<Runs> runs = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        runs.add(Runs.start(engine, patient.srv("silent" + i + ".test"), LONG));
      }
      await().until(() -> openFiles() >= before + 300);
      runs.forEach(run -> run.suspension.cancel());
      await().until(() -> openFiles() < before + 10);
    }
  }

  private static long openFiles() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  @Test
  void oneMayLeaveWhileOthersWait() {
    server.with("drop.test", 60, "SRV 0 0 1 a.test.");
    Runs leaver = Runs.start(engine, dns.srv("drop.test"), LONG);
    Runs stayer = Runs.start(engine, dns.srv("drop.test"), LONG);
    await().until(() -> server.asked("drop.test") == 1);
    leaver.suspension.cancel();
    assertThat(stayer.result().isOk()).isTrue();
  }

  @Test
  void garbage() {
    Result result = Runs.result(engine, dns.srv("garbage.test"));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.ERROR);
    assertThat(result.cause()).hasMessageContaining("malformed answer from /127.0.0.1");
  }

  @Test
  void forgedAnswersAreIgnored() throws Exception {
    server.with("forged.test", 60, "A 192.0.2.1");
    assertThat(Runs.result(engine, dns.a("forged.test")).value())
        .isEqualTo(List.of(InetAddress.getByName("192.0.2.1")));
  }

  @Test
  void truncatedAnswersComeOverTcp() {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      records.add("SRV " + i + " 0 1 target" + i + ".example.test.");
    }
    server.with("large.test", 60, records.toArray(String[]::new));
    assertThat((List<?>) Runs.result(engine, dns.srv("large.test")).value()).hasSize(400);
    assertThat(server.asked("large.test")).isEqualTo(2);
  }

  @Test
  void resetInMidAnswer() {
    server.with("cut.test", 60, "SRV 0 0 1 a.test.");
    Result result = Runs.result(engine, dns.srv("cut.test"));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.ERROR);
    assertThat(dns.inFlight()).isZero();
  }

  @Test
  void serverOlderThanEdns() {
    server.with("old.test", 60, "A 192.0.2.1");
    assertThat(Runs.result(engine, dns.a("old.test")).isOk()).isTrue();
  }

  @Test
  void aliases() {
    server.with("alias.test", 60, "CNAME other.test.").with("other.test", 60, "A 192.0.2.1");
    assertThat(Runs.result(engine, dns.a("alias.test")).isOk()).isTrue();
  }

  @Test
  void aliasesInACircle() {
    server.with("a.test", 60, "CNAME b.test.").with("b.test", 60, "CNAME a.test.");
    Result result = Runs.result(engine, dns.a("a.test"));
    assertThat(result.returnCode()).isEqualTo(ReturnCodes.ERROR);
    assertThat(server.asked("a.test") + server.asked("b.test")).isLessThan(20);
  }

  @Test
  void endlessAliases() {
    for (int i = 0; i < 100; i++) {
      server.with("n" + i + ".test", 60, "CNAME n" + (i + 1) + ".test.");
    }
    assertThat(Runs.result(engine, dns.a("n0.test")).returnCode()).isEqualTo(ReturnCodes.ERROR);
    assertThat(server.asked("n20.test")).isZero();
  }

  @Test
  void ttlIsHonoured() {
    server.with("kept.test", 60, "A 192.0.2.1").with("shortlived.test", 0, "A 192.0.2.1");
    for (int i = 0; i < 3; i++) {
      assertThat(Runs.result(engine, dns.a("kept.test")).isOk()).isTrue();
      assertThat(Runs.result(engine, dns.a("shortlived.test")).isOk()).isTrue();
    }
    assertThat(server.asked("kept.test")).isEqualTo(1);
    assertThat(server.asked("shortlived.test")).isEqualTo(3);
  }

  @Test
  void noNameIsKeptLongerThanTheBound() {
    server.with("kept.test", 1_000_000, "A 192.0.2.1");
    try (Dns brief = Dns.of(settings.withCache(100, Duration.ofSeconds(1)))) {
      Runs.result(engine, brief.a("kept.test"));
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                Runs.result(engine, brief.a("kept.test"));
                return server.asked("kept.test") > 1;
              });
    }
  }

  @Test
  void cacheIsBounded() {
    try (Dns small = Dns.of(settings.withCache(2, LONG))) {
      for (String name : List.of("one.test", "two.test", "three.test", "four.test", "one.test")) {
        server.with(name, 60, "A 192.0.2.1");
        assertThat(Runs.result(engine, small.a(name)).isOk()).isTrue();
      }
      assertThat(server.asked("one.test")).isEqualTo(2);
    }
  }

  @Test
  void hostsFileComesFirst(@TempDir Path directory) throws Exception {
    Path hosts = directory.resolve("hosts");
    Files.writeString(hosts, "192.0.2.99 local.test\n2001:db8::99 local.test\n");
    try (Dns local = Dns.of(settings.withHosts(hosts))) {
      assertThat(Runs.result(engine, local.a("local.test")).value())
          .isEqualTo(List.of(InetAddress.getByName("192.0.2.99")));
      assertThat(addresses(local, "LOCAL.test"))
          .containsExactly(
              InetAddress.getByName("192.0.2.99"), InetAddress.getByName("2001:db8::99"));
    }
    assertThat(server.ports).isEmpty();
  }

  private static List<InetAddress> addresses(Dns dns, String host) throws Exception {
    return dns.resolver().addresses(host, LONG).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void resolverFindsBothKinds() throws Exception {
    server
        .with("both.test", 60, "AAAA 2001:db8::1", "A 192.0.2.1")
        .with("six.test", 60, "AAAA 2001:db8::6");
    assertThat(addresses(dns, "both.test"))
        .containsExactly(InetAddress.getByName("192.0.2.1"), InetAddress.getByName("2001:db8::1"));
    assertThat(addresses(dns, "six.test")).containsExactly(InetAddress.getByName("2001:db8::6"));
    assertThat(addresses(dns, "[2001:db8::7]"))
        .containsExactly(InetAddress.getByName("2001:db8::7"));
  }

  @Test
  void resolverDoesNotWaitLongForIpv6() throws Exception {
    server.with("slow6.test", 60, "A 192.0.2.1");
    assertThat(addresses(dns, "slow6.test")).hasSize(1);
    int asked = server.asked("slow6.test");
    assertThat(addresses(dns, "slow6.test")).hasSize(1);
    assertThat(server.asked("slow6.test")).as("nor again soon").isEqualTo(asked);
  }

  @Test
  void resolverIsBoundedAndCanBeCancelled() {
    assertThat(dns.resolver().addresses("silent.test", Duration.ofMillis(50)))
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withMessageContaining("the lookup of silent.test took longer than 50 ms");
    await().until(() -> dns.inFlight() == 0);
    var lookup = dns.resolver().addresses("silent2.test", LONG).toCompletableFuture();
    await().until(() -> dns.inFlight() == 2);
    lookup.cancel(true);
    await().until(() -> dns.inFlight() == 0);
  }

  @Test
  void resolverTellsWhatIsWrong() {
    assertThat(dns.resolver().addresses("gone.test", LONG))
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withMessageContaining("UnknownHostException: gone.test");
    assertThat(dns.resolver().addresses("a b", LONG)).isCompletedExceptionally();
    assertThat(dns.resolver().addresses("127.1", LONG)).isCompletedExceptionally();
  }

  @Test
  void overTheBoundItIsShed() {
    try (Dns narrow = Dns.of(settings.withMaxInFlight(1))) {
      Runs first = Runs.start(engine, narrow.srv("silent.test"), LONG);
      await().until(() -> narrow.inFlight() == 1);
      Result second = Runs.result(engine, narrow.srv("other.test"));
      assertThat(second.returnCode()).isEqualTo(ReturnCodes.SHED);
      assertThat(second.cause())
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessage("limit of 1 in-flight DNS lookups reached (sip.async.dns.max-in-flight)");
      assertThat(first.result().returnCode()).isEqualTo(ReturnCodes.DEADLINE);
      server.with("other.test", 60, "SRV 0 0 1 a.test.");
      assertThat(Runs.result(engine, narrow.srv("other.test")).isOk()).isTrue();
    }
  }

  @Test
  void connectionRefused() throws Exception {
    int port;
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    InetSocketAddress dead = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (Dns alone = Dns.of(settings.withServers(List.of(dead)));
        Dns second = Dns.of(settings.withServers(List.of(dead, server.address())))) {
      Result refused = Runs.result(engine, alone.srv("x.test"));
      assertThat(refused.returnCode()).isEqualTo(ReturnCodes.ERROR);
      server.with("x.test", 60, "SRV 0 0 1 a.test.");
      assertThat(Runs.result(engine, second.srv("x.test")).isOk()).isTrue();
    }
  }

  @Test
  void everyLookupEndsWhileTheServerRestarts() {
    int port = server.address().getPort();
    List<Runs> runs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      server.with("r" + i + ".test", 60, "SRV 0 0 1 a.test.");
      runs.add(Runs.start(engine, dns.srv("r" + i + ".test"), LONG));
      if (i == 100) {
        server.close();
      }
    }
    assertThat(runs).allSatisfy(run -> assertThat(run.result().returnCode()).isNotZero());
    try (ZoneServer again = ZoneServer.start(port)) {
      again.with("again.test", 60, "SRV 0 0 1 a.test.");
      assertThat(Runs.result(engine, dns.srv("again.test")).isOk()).isTrue();
    }
  }

  @Test
  void fiveHundredNumbersAtOnceOnOneThread() {
    for (int i = 0; i < 500; i++) {
      server.with(
          E164.of(Integer.toString(10_000 + i)).name("e164.arpa").toString(true),
          60,
          "NAPTR 1 1 \"u\" \"E2U+sip\" \"!^.*$!sip:u" + i + "@example.com!\" .");
    }
    long before = System.nanoTime();
    List<Runs> runs = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      runs.add(Runs.start(engine, dns.enumLookup(Integer.toString(10_000 + i)), LONG));
    }
    for (int i = 0; i < 500; i++) {
      assertThat(runs.get(i).result().value())
          .isEqualTo(List.of(URI.create("sip:u" + i + "@example.com")));
    }
    long millis = Duration.ofNanos(System.nanoTime() - before).toMillis();
    System.out.println("MEASURED 500 ENUM lookups at once: " + millis + " ms");
    assertThat(new HashSet<>(server.ports)).as("random ports").hasSizeGreaterThan(250);
    await().until(() -> threads().size() == 1);
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("sip-async-dns"))
        .toList();
  }

  @Test
  void closingEndsTheThreadAndTheLookups() {
    Runs run = Runs.start(engine, dns.srv("silent.test"), LONG);
    await().until(() -> dns.inFlight() == 1);
    dns.close();
    assertThat(run.result().returnCode()).isEqualTo(ReturnCodes.ERROR);
    await().until(() -> threads().isEmpty());
    assertThat(Runs.result(engine, dns.a("x.test")).returnCode()).isEqualTo(ReturnCodes.SHED);
  }

  @Test
  void nothingIsStartedBeforeTheFirstLookup() {
    await().until(() -> threads().isEmpty()); // the last test's may be about to end
  }

  static Stream<String> badNames() {
    return Stream.of(
        "",
        ".",
        "a b",
        "a..b",
        "-a.test",
        "a-.test",
        "a\r\nb",
        "a\0b",
        "${jndi:x}",
        "a;b",
        "a'b",
        "*.test",
        "127.1",
        "0x7f.1",
        "1.2.3.4.5",
        "256.1.1.1",
        "010.1.1.1",
        "ü.test",
        "a@b",
        "a/b",
        "x".repeat(64) + ".test",
        "x.".repeat(127) + "test",
        "fe80::1%eth0");
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("badNames")
  void badName(String name) {
    assertThatThrownBy(() -> dns.a(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a DNS name")
        .message()
        .doesNotContain("\r", "\n", "\0")
        .hasSizeLessThan(250);
    assertThatThrownBy(() -> dns.srv(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "+", "++1", "1234567890123456", "12a", "1 2", "1.2", "+1\n", "\u0661", "1;x"})
  void badNumber(String number) {
    assertThatThrownBy(() -> dns.enumLookup(number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not an E.164 number");
  }
}
