package org.sipasync.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("F6")
class SettingsReaderTest {
  private enum Way {
    ONE_WAY,
    OTHER
  }

  private static SettingsReader reader(String value) {
    Map<String, String> settings = Map.of("sip.x.key", value);
    return new SettingsReader(key -> Optional.ofNullable(settings.get(key)), "sip.x.");
  }

  private static void refused(ThrowingCallable reading, String reason) {
    assertThatThrownBy(reading).hasMessageContainingAll("SIPA-0103", "sip.x.key", reason);
  }

  @Test
  void readsWhatFits() {
    assertThat(reader(" 7 ").number("key", 1, 0, 10)).isEqualTo(7);
    assertThat(reader("250").millis("key", Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1)))
        .isEqualTo(Duration.ofMillis(250));
    assertThat(reader("TRUE").flag("key", false)).isTrue();
    assertThat(reader("One-Way").word("key", Way.OTHER)).isEqualTo(Way.ONE_WAY);
    assertThat(reader(" a b ").text("key")).contains("a b");
  }

  @Test
  void fallsBackWhereNothingIsSet() {
    assertThat(reader("7").number("other", 3, 0, 10)).isEqualTo(3);
    assertThat(reader("  ").number("key", 3, 0, 10)).isEqualTo(3);
    assertThat(reader("").flag("key", true)).isTrue();
    assertThat(reader("x").text("other")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"abc", "-1", "+1", "11", "1.5", "1e3", "0x1", "99999999999999999999", "１", "1 0"})
  void refusesWhatIsNoNumberInTheRange(String value) {
    refused(() -> reader(value).number("key", 1, 0, 10), "a whole number from 0 to 10");
  }

  @Test
  void refusesOtherWords() {
    refused(() -> reader("yes").flag("key", false), "true or false");
    refused(() -> reader("both").word("key", Way.OTHER), "one of one-way, other");
  }

  @Test
  void showsTheValueCleaned() {
    assertThatThrownBy(() -> reader("a\nb").flag("key", false)).hasMessageContaining("\"a?b\"");
  }
}
