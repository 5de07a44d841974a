package org.sipasync.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.digest.DigestAlgorithm;

class SettingsTest {
  private static Settings of(Map<String, String> values) {
    return Settings.from(key -> Optional.ofNullable(values.get(key)));
  }

  @Test
  @DisplayName("Without any: open to phones on this machine, closed to other browsers")
  void defaults() {
    Settings settings = of(Map.of());
    assertThat(settings.algorithms()).containsExactly(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256);
    assertThat(settings.realm()).isEqualTo("sip-async");
    assertThat(settings.loopbackContacts()).isTrue();
    assertThat(settings.namedContacts()).isFalse();
    assertThat(settings.openHttp()).isFalse();
  }

  @Test
  @DisplayName("Algorithms in the order of the challenges")
  void algorithms() {
    assertThat(of(Map.of("sample.auth.algorithms", "sha-256, MD5")).algorithms())
        .containsExactly(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
  }

  @ParameterizedTest(name = "{0}={1} is refused")
  @CsvSource({
    "sample.auth.algorithms, SHA-1",
    "sample.auth.algorithms, 'MD5,'",
    "sample.auth.algorithms, 'MD5,MD5'",
    "sample.nonce.seconds, abc",
    "sample.nonce.seconds, 0",
    "sample.nonce.seconds, -1",
    "sample.nonce.seconds, 99999999999999999999",
    "sample.realm, a\"b",
    "sample.contacts.loopback, maybe",
    "sample.contacts.names, 1",
    "sample.http.open, yes"
  })
  void refused(String key, String value) {
    assertThatThrownBy(() -> of(Map.of(key, value)))
        .hasMessageStartingWith("SIPA-0103")
        .hasMessageContaining(key);
  }
}
