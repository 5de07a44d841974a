package org.sipasync.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.console.ConsoleSettings.User;
import org.sipasync.testkit.MapConfig;

class ConsoleSettingsTest {
  static final String HASH = PasswordHash.of("correct horse".toCharArray()).toString();

  static ConsoleSettings of(String... keysAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put("sip.async.console" + keysAndValues[i], keysAndValues[i + 1]);
    }
    return ConsoleSettings.from(new MapConfig(values));
  }

  @Test
  void isOnForThisMachineByDefault() {
    ConsoleSettings settings = of();
    assertThat(settings.on()).isTrue();
    assertThat(settings.remote()).isFalse();
    assertThat(settings.loopbackLogin()).isFalse();
    assertThat(settings.users()).isEmpty();
    assertThat(settings.mistakes()).isEmpty();
  }

  @Test
  void readsUsersAndTheirRoles() {
    ConsoleSettings settings =
        of(
            ".remote", "true",
            ".users", "alice, bob",
            ".user.alice.password", HASH,
            ".user.alice.role", "operator",
            ".user.bob.password", HASH);
    assertThat(settings.mistakes()).isEmpty();
    assertThat(settings.users().values())
        .extracting(User::name, User::roles)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("alice", Set.of("viewer", "operator")),
            org.assertj.core.groups.Tuple.tuple("bob", Set.of("viewer")));
  }

  @ParameterizedTest
  @CsvSource({
    "'', offf, SIPA-0452: Invalid setting sip.async.console:",
    ".remote, yes, SIPA-0452: Invalid setting sip.async.console.remote:",
    ".loopback, closed, SIPA-0452: Invalid setting sip.async.console.loopback:",
    ".remote, true, SIPA-0451: sip.async.console.remote=true requires a login",
    ".loopback, login, SIPA-0451: sip.async.console.loopback=login requires a login",
    ".users, 'a b', SIPA-0452: Invalid setting sip.async.console.users:",
    ".users, alice, SIPA-0452: Invalid setting sip.async.console.user.alice.password:"
  })
  void tellsOfMistakes(String key, String value, String mistake) {
    assertThat(of(key, value).mistakes()).singleElement().asString().startsWith(mistake);
  }

  @Test
  void showsNothingOfAPasswordThatDoesNotFit() {
    ConsoleSettings settings = of(".users", "alice", ".user.alice.password", "opensesame");
    assertThat(settings.mistakes())
        .singleElement()
        .asString()
        .contains("java -jar sip-async-console.war")
        .doesNotContain("opensesame");
    assertThat(settings.users()).isEmpty();
  }

  @Test
  void knowsNoOtherRoles() {
    assertThat(
            of(".users", "alice", ".user.alice.password", HASH, ".user.alice.role", "root")
                .mistakes())
        .singleElement()
        .asString()
        .startsWith("SIPA-0452: Invalid setting sip.async.console.user.alice.role:");
  }
}
