package org.sipasync.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicSchemeTest {
  private static String header(String both) {
    return "basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsNameAndPassword() {
    var login = BasicScheme.parse(header("alice:a:ä")).orElseThrow();
    assertThat(login.getCaller()).isEqualTo("alice");
    assertThat(login.getPasswordAsString()).isEqualTo("a:ä");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "Basic", "Basic ", "Basic %%%", "Bearer YTpi", "Basic YQ==", "Basic OmE="})
  void takesNothingElse(String header) {
    assertThat(BasicScheme.parse(header)).isEmpty();
  }

  @Test
  void takesNothingLong() {
    assertThat(BasicScheme.parse(header("alice:" + "x".repeat(800)))).isEmpty();
  }
}
