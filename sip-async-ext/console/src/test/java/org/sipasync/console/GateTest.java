package org.sipasync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.console.Gate.Way;

class GateTest {
  private static final Gate DEFAULTS = new Gate(ConsoleSettingsTest.of());
  private static final String[] ALICE = {
    ".users", "alice", ".user.alice.password", ConsoleSettingsTest.HASH
  };
  private static final Gate REMOTE = gate(".remote", "true");
  private static final Gate LOGIN = gate(".loopback", "login");

  private static Gate gate(String key, String value) {
    return new Gate(ConsoleSettingsTest.of(key, value, ALICE[0], ALICE[1], ALICE[2], ALICE[3]));
  }

  private static Visit visit(String peer, boolean forwarded, String... hosts) {
    return new Visit("GET", "/api", peer, List.of(hosts), List.of(), null, null, null, forwarded);
  }

  private static Visit post(
      String method, List<String> origins, String contentType, String steering, String fetchSite) {
    return new Visit(
        method,
        "/api",
        "127.0.0.1",
        List.of("localhost:8080"),
        origins,
        contentType,
        steering,
        fetchSite,
        false);
  }

  private static void assertRefused(Runnable act, int status, String code) {
    assertThatThrownBy(act::run)
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith(code)
        .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
        .extracting(Refusal::status)
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, localhost:8080",
    "127.0.0.1, LOCALHOST",
    "127.0.0.1, 127.0.0.1:18080",
    "127.1.2.3, localhost",
    "0:0:0:0:0:0:0:1, [::1]:8080",
    "::1, [::1]",
    "::ffff:127.0.0.1, localhost"
  })
  void thisMachineComesInAsItIs(String peer, String host) {
    assertThat(DEFAULTS.wayIn(visit(peer, false, host))).isEqualTo(Way.OPEN);
    assertThat(REMOTE.wayIn(visit(peer, false, host))).isEqualTo(Way.OPEN);
    assertThat(LOGIN.wayIn(visit(peer, false, host))).isEqualTo(Way.LOGIN);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, localhost:8080",
    "2001:db8::1, [::1]",
    "10.0.0.1, 127.0.0.1",
    "127.0.0.1, evil.example",
    "127.0.0.1, localhost.evil.example",
    "127.0.0.1, 127.0.0.1.nip.io",
    "127.0.0.1, localhost.",
    "127.0.0.1, localhost:8080:8080",
    "127.0.0.1, ''",
    "127.0.0.1, 0.0.0.0",
    "localhost, localhost",
    "127.0.0.1.evil, localhost",
    "'', localhost"
  })
  void othersGetNothing(String peer, String host) {
    assertRefused(() -> DEFAULTS.wayIn(visit(peer, false, host)), 403, "SIPA-0450");
  }

  @Test
  void whatIsForwardedOrNamesNoHostOrTwoGetsNothing() {
    assertRefused(() -> DEFAULTS.wayIn(visit("127.0.0.1", true, "localhost")), 403, "SIPA-0450");
    assertRefused(() -> DEFAULTS.wayIn(visit("127.0.0.1", false)), 403, "SIPA-0450");
    assertRefused(
        () -> DEFAULTS.wayIn(visit("127.0.0.1", false, "localhost", "localhost")),
        403,
        "SIPA-0450");
  }

  @Test
  void othersLogInWhereThatIsAllowed() {
    Visit other = visit("192.0.2.1", false, "node1.example:8080");
    Visit proxied = visit("127.0.0.1", true, "console.example");
    assertThat(REMOTE.wayIn(other)).isEqualTo(Way.LOGIN);
    assertThat(REMOTE.wayIn(proxied)).isEqualTo(Way.LOGIN);
    assertThat(LOGIN.wayIn(proxied)).isEqualTo(Way.LOGIN);
    assertRefused(() -> LOGIN.wayIn(other), 403, "SIPA-0450");
  }

  @Test
  void nobodyComesInWhereNobodyCanLogIn() {
    Gate nobody = new Gate(ConsoleSettingsTest.of(".remote", "true"));
    assertRefused(() -> nobody.wayIn(visit("192.0.2.1", false, "x")), 503, "SIPA-0462");
    assertRefused(() -> nobody.wayIn(visit("127.0.0.1", false, "localhost")), 503, "SIPA-0451");
  }

  @Test
  void offIsOff() {
    Gate off = new Gate(ConsoleSettingsTest.of("", "off"));
    assertRefused(() -> off.wayIn(visit("127.0.0.1", false, "localhost")), 404, "SIPA-0463");
    assertRefused(() -> off.wayIn(visit("192.0.2.1", false, "x")), 404, "SIPA-0463");
  }

  @Test
  void steersFromThePageAndFromPrograms() {
    String json = "application/json";
    List<String> own = List.of("http://localhost:8080");
    assertThatCode(
            () -> {
              DEFAULTS.checkOrigin(post("POST", own, json, "console", "same-origin"));
              DEFAULTS.checkOrigin(post("POST", List.of(), json, "console", null));
              DEFAULTS.checkOrigin(
                  post("POST", own, "Application/JSON; charset=UTF-8", "console", null));
              DEFAULTS.checkOrigin(post("DELETE", List.of(), null, "console", "none"));
              DEFAULTS.checkOrigin(
                  post("POST", List.of("https://localhost:8080"), json, "console", null));
            })
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, http://evil.example, application/json, console,",
    "POST, http://localhost:8081, application/json, console,",
    "POST, http://localhost, application/json, console,",
    "POST, null, application/json, console,",
    "POST, 'http://localhost:8080.evil.example', application/json, console,",
    "POST, http://localhost:8080, text/plain, console,",
    "POST, http://localhost:8080, application/json-seq, console,",
    "POST, http://localhost:8080,, console,",
    "POST, http://localhost:8080, application/json,,",
    "DELETE, http://localhost:8080,,,",
    "DELETE, http://evil.example,, console,",
    "POST, http://localhost:8080, application/json, console, cross-site",
    "POST, http://localhost:8080, application/json, console, same-site",
    "GET, http://evil.example,,,",
    "GET, http://localhost:8080,,, cross-site"
  })
  void anotherSitesPageDoesNothing(
      String method, String origin, String contentType, String steering, String fetchSite) {
    assertRefused(
        () -> DEFAULTS.checkOrigin(post(method, List.of(origin), contentType, steering, fetchSite)),
        403,
        "SIPA-0458");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "OPTIONS", "TRACE", "get", "PROPFIND"})
  void knowsNoOtherMethods(String method) {
    assertRefused(
        () -> DEFAULTS.checkOrigin(post(method, List.of(), "application/json", "console", null)),
        405,
        "SIPA-0463");
  }

  @Test
  void lookingNeedsAViewerAndSteeringAnOperator() {
    assertThat(Gate.roleFor(post("GET", List.of(), null, null, null))).isEqualTo("viewer");
    assertThat(Gate.roleFor(post("POST", List.of(), null, null, null))).isEqualTo("operator");
    assertThat(Gate.roleFor(post("DELETE", List.of(), null, null, null))).isEqualTo("operator");
  }
}
