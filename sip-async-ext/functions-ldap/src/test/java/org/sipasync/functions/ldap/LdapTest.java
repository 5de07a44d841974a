package org.sipasync.functions.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.SipAsyncException;
import org.sipasync.core.Operation;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.dns.Dns;
import org.sipasync.functions.dns.DnsSettings;
import org.sipasync.testkit.Bench;
import org.sipasync.testkit.BlackHole;
import org.sipasync.testkit.Silent;
import org.sipasync.testkit.Slapd;

/** Against Debian's slapd. */
@Tag("F3")
class LdapTest {
  private static final String PEOPLE = "ou=people,dc=example,dc=com";
  private static final Duration SHORT = Duration.ofMillis(400);
  private static Slapd server;

  private final Bench bench = new Bench(2);
  private final Dns dns = Dns.of(DnsSettings.defaults());
  private final Ldap ldap = at(LdapSettings.at(server.url()));

  @BeforeAll
  static void start() {
    server = Slapd.start(300);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void end() {
    server.goOn(); // a test that failed may have left it paused
    try {
      await().untilAsserted(() -> assertThat(ldap.inFlight()).isZero());
      bench.close();
    } finally {
      ldap.close();
      dns.close();
    }
  }

  private Ldap at(LdapSettings settings) {
    return Ldap.of(settings, dns.resolver());
  }

  private Ldap atPort(int port) {
    return at(LdapSettings.at("ldap://127.0.0.1:" + port).withBounds(SHORT, 1_000, 100));
  }

  private Result result(AsyncFunction function) throws Exception {
    return bench.result(function);
  }

  private LdapSearch alice() {
    return ldap.search(PEOPLE, "(uid=?)", "alice");
  }

  @Test
  @DisplayName("Entries, attributes to AVPs, scopes; nothing found is -2")
  void done() throws Exception {
    Result one = result(alice().attribute("mail", "target").attribute("cn", "name").into("all"));
    assertThat(one.returnCode()).isEqualTo(1);
    assertThat(one.outputs())
        .containsEntry("target", "sip:alice@example.com")
        .containsEntry("name", "Alice");
    LdapEntry entry = (LdapEntry) ((List<?>) one.outputs().get("all")).get(0);
    assertThat(entry.dn()).isEqualTo("uid=alice," + PEOPLE);
    assertThat(entry.all("MAIL")).containsExactly("sip:alice@example.com", "sip:alice@example.net");
    assertThat(entry.attributes()).containsOnlyKeys("cn", "mail");
    assertThat(result(alice()).value().toString()).contains("inetOrgPerson");

    assertThat(result(ldap.search(PEOPLE, "(|(uid=?)(uid=?))", "alice", "bob")).returnCode())
        .isEqualTo(2);
    assertThat(
            result(ldap.search("uid=?,ou=people,dc=example,dc=com", "(sn=*)", "bob").base())
                .returnCode())
        .isEqualTo(1);
    assertThat(result(ldap.search("dc=example,dc=com", "(uid=alice)").oneLevel()).returnCode())
        .isEqualTo(Ldap.NOTHING_FOUND);
    assertThat(result(ldap.search(PEOPLE, "(uid=?)", "nobody")).returnCode())
        .isEqualTo(Ldap.NOTHING_FOUND);
    assertThat(result(ldap.search("ou=none,dc=example,dc=com", "(uid=x)")).returnCode())
        .isEqualTo(Ldap.NOTHING_FOUND);
  }

  @Test
  void bind() throws Exception {
    LdapSettings settings = LdapSettings.at(server.url());
    try (Ldap admin = at(settings.withBind(Slapd.ADMIN, Slapd.PASSWORD));
        Ldap wrong = at(settings.withBind(Slapd.ADMIN, "wrong"))) {
      assertThat(result(admin.search(PEOPLE, "(uid=bob)")).returnCode()).isEqualTo(1);
      Result refused = result(wrong.search(PEOPLE, "(uid=bob)"));
      assertThat(refused.returnCode()).isEqualTo(-1);
      assertThat(refused.cause()).hasMessageContaining("invalid credentials");
    }
    assertThatThrownBy(() -> settings.withBind(Slapd.ADMIN, ""))
        .isInstanceOf(SipAsyncException.class)
        .hasMessageContaining("sip.async.ldap.password");
  }

  @ParameterizedTest(name = "hostile value {0} stays a value")
  @ValueSource(
      strings = {"*", "alice)(uid=*", "alice)(|(uid=*", "\\2a", "\u0000", "a\r\nb", "${x}", "#00"})
  void hostileValues(String value) throws Exception {
    assertThat(result(ldap.search(PEOPLE, "(uid=?)", value)).returnCode())
        .isEqualTo(Ldap.NOTHING_FOUND);
    assertThat(
            result(ldap.search("uid=?,ou=people,dc=example,dc=com", "(sn=*)", value)).returnCode())
        .isEqualTo(Ldap.NOTHING_FOUND);
    assertThat(
            result(ldap.search("uid=?,ou=people,dc=example,dc=com", "(sn=*)", "alice,ou=" + value))
                .returnCode())
        .isEqualTo(Ldap.NOTHING_FOUND);
  }

  @ParameterizedTest(name = "base {0} with filter {1} is refused")
  @CsvSource({
    "'ou=x', '(uid=?', is invalid",
    "'ou=x', '(?=x)', is not in the place of an attribute value",
    "'?,ou=x', '(uid=x)', is not in the place of an attribute value",
    "'no dn', '(uid=?)', is invalid",
    "'ou=?', '(uid=?)', have 2 question marks"
  })
  void refused(String base, String filter, String why) {
    assertThatThrownBy(() -> ldap.search(base, filter, "v"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://x", "ldap://", "x", "ldap://h/dc=x", "ldap://h?x"})
  void badUrl(String url) {
    assertThatThrownBy(() -> LdapSettings.at(url))
        .hasMessage(
            "SIPA-0103: sip.async.ldap.url has the value \""
                + url
                + "\": it must be ldap://host:port or ldaps://host:port.");
  }

  @Test
  @DisplayName("More entries than the bound are an error, not a full heap")
  void tooManyEntries() throws Exception {
    Result all = result(ldap.search(PEOPLE, "(uid=*)"));
    assertThat(all.returnCode()).isEqualTo(-1);
    assertThat(all.cause())
        .hasMessageContaining("more than 100 entries (sip.async.ldap.max-entries)");
    assertThat(result(alice()).returnCode()).isEqualTo(1);
  }

  @Test
  @Tag("A9")
  @DisplayName("A9: a directory that hangs: -3; afterwards the connection is sound")
  void deadline() throws Exception {
    result(alice());
    server.pause();
    Result late = bench.result(alice(), Duration.ofMillis(100));
    assertThat(late.returnCode()).isEqualTo(ReturnCodes.DEADLINE);
    server.goOn();
    assertThat(result(alice()).returnCode()).isEqualTo(1);
  }

  @Test
  @Tag("A8")
  void cancelled() throws Exception {
    result(alice());
    server.pause();
    Operation call = bench.suspend(alice());
    await().until(() -> ldap.inFlight() == 1);
    call.cancel();
    await().until(() -> ldap.inFlight() == 0);
    server.goOn();
    assertThat(result(alice()).returnCode()).isEqualTo(1);
  }

  @Test
  @Tag("A3")
  @DisplayName("A3: answers and deadlines race; each search ends once, with its own answer")
  void lostRace() throws Exception {
    result(alice());
    List<CompletableFuture<Result>> calls = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      calls.add(
          bench.start(
              ldap.search(PEOPLE, "(uid=?)", "p" + i % 300).attribute("uid", "uid"),
              Duration.ofMillis(1 + i % 100)));
    }
    int ok = 0;
    for (int i = 0; i < calls.size(); i++) {
      Result result = calls.get(i).get(20, TimeUnit.SECONDS);
      assertThat(result.returnCode())
          .as(String.valueOf(result.cause()))
          .isIn(1, ReturnCodes.DEADLINE);
      if (result.isOk()) {
        ok++;
        assertThat(result.outputs()).containsEntry("uid", "p" + i % 300);
      }
    }
    System.out.printf("MEASURED %d of 900 searches before their deadline%n", ok);
  }

  @Test
  @Tag("A12")
  void tooMany() throws Exception {
    try (Ldap small = at(LdapSettings.at(server.url()).withBounds(Bench.LONG, 2, 100))) {
      result(small.search(PEOPLE, "(uid=bob)"));
      server.pause();
      CompletableFuture<Result> one = bench.start(small.search(PEOPLE, "(uid=bob)"), Bench.LONG);
      CompletableFuture<Result> two = bench.start(small.search(PEOPLE, "(uid=bob)"), Bench.LONG);
      await().until(() -> small.inFlight() == 2);
      assertThat(result(small.search(PEOPLE, "(uid=bob)")).returnCode())
          .isEqualTo(ReturnCodes.SHED);
      server.goOn();
      assertThat(one.get(20, TimeUnit.SECONDS).returnCode()).isEqualTo(1);
      assertThat(two.get(20, TimeUnit.SECONDS).returnCode()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("A connection on which a whole window was given up is made anew")
  void deadConnection() throws Exception {
    try (Silent silent = new Silent();
        Ldap dead = atPort(silent.port())) {
      for (int i = 0; i < 300; i++) {
        bench.start(dead.search(PEOPLE, "(uid=x)"), Duration.ofMillis(20));
      }
      await().until(() -> dead.inFlight() == 0);
      int before = silent.accepted();
      for (int i = 0; i < 300 && silent.accepted() == before; i++) {
        bench.result(dead.search(PEOPLE, "(uid=x)"), Duration.ofMillis(10));
      }
      assertThat(silent.accepted()).isGreaterThan(before);
    }
  }

  @Test
  void connectionRefused() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = free.getLocalPort();
    }
    try (Ldap absent = atPort(nobody)) {
      Result refused = result(absent.search(PEOPLE, "(uid=x)"));
      assertThat(refused.returnCode()).isEqualTo(-1);
      assertThat(refused.cause()).hasMessageContaining("refused");
    }
  }

  @Test
  @DisplayName("A SYN never answered, a server that never answers: -2; the others do not notice")
  void unanswered() throws Exception {
    try (BlackHole hole = new BlackHole();
        Silent silent = new Silent();
        Ldap lost = atPort(hole.port());
        Ldap mute =
            at(
                LdapSettings.at("ldap://127.0.0.1:" + silent.port())
                    .withBind("cn=x", "y")
                    .withBounds(SHORT, 1_000, 100))) {
      result(alice());
      List<CompletableFuture<Result>> stuck = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        stuck.add(bench.start(lost.search(PEOPLE, "(uid=x)"), Bench.LONG));
        stuck.add(bench.start(mute.search(PEOPLE, "(uid=x)"), Bench.LONG));
      }
      long slowest = 0;
      for (int i = 0; i < 200; i++) {
        long before = System.nanoTime();
        assertThat(result(alice()).returnCode()).isEqualTo(1);
        slowest = Math.max(slowest, System.nanoTime() - before);
      }
      System.out.printf("MEASURED 200 searches beside 100 stuck: slowest %d us%n", slowest / 1000);
      for (CompletableFuture<Result> call : stuck) {
        Result result = call.get(20, TimeUnit.SECONDS);
        assertThat(result.returnCode())
            .as(String.valueOf(result.cause()))
            .isEqualTo(ReturnCodes.CONNECT_TIMEOUT);
        assertThat(result.cause()).isNotNull();
      }
    }
  }

  @Test
  @DisplayName("A connection reset in mid-search: tried again, then -1")
  void reset() throws Exception {
    try (Silent silent = new Silent();
        Ldap cut = atPort(silent.port())) {
      CompletableFuture<Result> search = bench.start(cut.search(PEOPLE, "(uid=x)"), Bench.LONG);
      for (int i = 1; i <= 3; i++) {
        int connection = i;
        await().until(() -> silent.accepted() == connection);
        silent.reset();
      }
      assertThat(search.get(20, TimeUnit.SECONDS).returnCode()).isEqualTo(-1);
    }
  }

  @Test
  @DisplayName("Killed and started again under load: every search ends, and it recovers by itself")
  void restarted() throws Exception {
    List<CompletableFuture<Result>> calls = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      calls.add(bench.start(alice(), Bench.LONG));
      if (i == 450) {
        server.stop();
      }
    }
    for (CompletableFuture<Result> call : calls) {
      assertThat(call.get(40, TimeUnit.SECONDS).returnCode()).isIn(1, -1);
    }
    assertThat(result(alice()).returnCode()).isEqualTo(-1);
    server.restart();
    assertThat(result(alice()).returnCode()).isEqualTo(1);
  }

  @Test
  void manyAtOnce() throws Exception {
    for (int round = 0; round < 2; round++) {
      long started = System.nanoTime();
      List<CompletableFuture<Result>> calls = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        calls.add(bench.start(alice(), Bench.LONG));
      }
      for (CompletableFuture<Result> call : calls) {
        assertThat(call.get(40, TimeUnit.SECONDS).returnCode()).isEqualTo(1);
      }
      System.out.printf(
          "MEASURED 1000 searches at once: %d ms on 2 connections%n",
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
    }
  }
}
