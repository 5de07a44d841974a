package org.sipasync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  private static final char[] PASSWORD = "correct horse ä".toCharArray();

  @Test
  void knowsItsPasswordAfterItWasWrittenDown() {
    PasswordHash read = PasswordHash.parse(PasswordHash.of(PASSWORD).toString());
    assertThat(read.isOf(PASSWORD)).isTrue();
    assertThat(read.isOf("correct horse".toCharArray())).isFalse();
    assertThat(read.isOf(new char[0])).isFalse();
  }

  @Test
  void isAnotherEachTime() {
    assertThat(PasswordHash.of(PASSWORD)).doesNotHaveToString(PasswordHash.of(PASSWORD).toString());
  }

  /** The bytes were made by Python: hashlib.pbkdf2_hmac("sha512", b"secret", salt, 10000, 32). */
  @Test
  void isWhatOthersCallPbkdf2() {
    assertThat(
            PasswordHash.parse(
                    "PBKDF2WithHmacSHA512:10000:AAECAwQFBgcICQoLDA0ODw==:s1qOkFay1DbcR0sablkjBgtOqf1IcoQVkkK1uzR9LdU=")
                .isOf("secret".toCharArray()))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "PBKDF2WithHmacSHA512:10000:AAECAwQFBgcICQoLDA0ODw==",
        "PBKDF2WithHmacSHA512:1:AAECAwQFBgcICQoLDA0ODw==:AAECAwQFBgcICQoLDA0ODw==",
        "PBKDF2WithHmacSHA512:99999999:AAECAwQFBgcICQoLDA0ODw==:AAECAwQFBgcICQoLDA0ODw==",
        "PBKDF2WithHmacSHA512:10000::AAECAwQFBgcICQoLDA0ODw==",
        "PBKDF2WithHmacSHA512:10000:AAECAwQFBgcICQoLDA0ODw==:",
        "PBKDF2WithHmacSHA512:x:AAECAwQFBgcICQoLDA0ODw==:AAECAwQFBgcICQoLDA0ODw==",
        "PBKDF2WithHmacSHA1:10000:AAECAwQFBgcICQoLDA0ODw==:AAECAwQFBgcICQoLDA0ODw==",
        "PBKDF2WithHmacSHA512:10000:%%%:AAECAwQFBgcICQoLDA0ODw=="
      })
  void takesNothingElse(String text) {
    assertThatThrownBy(() -> PasswordHash.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java -jar sip-async-console.war");
  }
}
