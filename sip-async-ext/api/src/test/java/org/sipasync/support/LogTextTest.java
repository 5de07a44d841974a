package org.sipasync.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("F11")
class LogTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r", "\n", "\t", "\0", "\u001B", "\u007F", "\u0085", "\u009B", "\u2028", "\u2029",
        "\u200B", "\u200E", "\u202A", "\u202E", "\u2066", "\u2069", "\uFEFF", "\uD800", "\uDC00",
        "\uFFFE", "\uE000"
      })
  void replacesWhatALogMustNotShow(String hostile) {
    assertThat(LogText.clean("a" + hostile + "b")).isEqualTo("a?b");
  }

  @Test
  void keepsWhatPeopleWrite() {
    assertThat(LogText.clean("Zoë 佐藤 \uD83D\uDE00 {x} 'y'"))
        .isEqualTo("Zoë 佐藤 \uD83D\uDE00 {x} 'y'");
  }

  @Test
  void returnsPlainTextAsItIs() {
    String plain = "sip:alice@example.com;transport=tcp";

    assertThat(LogText.clean(plain)).isSameAs(plain);
  }

  @Test
  void cutsLongText() {
    assertThat(LogText.clean("x".repeat(100_000))).isEqualTo("x".repeat(200) + "…");
    assertThat(LogText.clean("abc", 3)).isEqualTo("abc");
    assertThat(LogText.clean("abcd", 3)).isEqualTo("abc…");
  }

  @Test
  void doesNotCutACharacterInHalf() {
    assertThat(LogText.clean("ab\uD83D\uDE00", 3)).isEqualTo("ab…");
  }

  @Test
  void printsNull() {
    assertThat(LogText.clean(null)).isEqualTo("null");
  }
}
