package org.sipasync.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.admin.Filter;

class InputTest {
  private static Input body(String json) throws IOException {
    return Input.ofBody(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
        Set.of("application", "route", "function", "minAgeMillis", "all"));
  }

  @Test
  void readsAFilter() throws IOException {
    Input input = body("{\"function\":\"rest_get\",\"minAgeMillis\":1500,\"route\":null}");
    assertThat(input.filter())
        .isEqualTo(new Filter(null, null, "rest_get", Duration.ofMillis(1_500)));
    assertThat(input.flag("all")).isFalse();
    assertThat(body("{\"all\":true}").flag("all")).isTrue();
    assertThat(body("").filter()).isEqualTo(Filter.ALL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{",
        "1",
        "nonsense",
        "{\"functoin\":\"a\"}",
        "{\"function\":\"\"}",
        "{\"function\":1.5e400}",
        "{\"function\":[]}",
        "{\"function\":{}}",
        "{\"function\":true}",
        "{\"minAgeMillis\":-1}",
        "{\"minAgeMillis\":1.5}",
        "{\"minAgeMillis\":86400001}",
        "{\"minAgeMillis\":99999999999999999999}",
        "{\"all\":\"true\"}",
        "{} {}"
      })
  void refusesWhatDoesNotFit(String json) {
    assertThatThrownBy(
            () -> {
              Input input = body(json);
              input.filter();
              input.flag("all");
            })
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("SIPA-0459")
        .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
        .extracting(Refusal::status)
        .isEqualTo(400);
  }

  @Test
  void refusesWhatIsLong() {
    assertThatThrownBy(() -> body("{\"function\":\"" + "x".repeat(257) + "\"}").filter())
        .hasMessageContaining("1 to 256");
    assertThatThrownBy(() -> body(" ".repeat(5_000)))
        .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
        .extracting(Refusal::status)
        .isEqualTo(413);
  }

  @Test
  void repeatsNoControlCharacters() {
    assertThatThrownBy(() -> body("{\"a\\nb\":1}")).message().contains("a?b").doesNotContain("\n");
  }
}
