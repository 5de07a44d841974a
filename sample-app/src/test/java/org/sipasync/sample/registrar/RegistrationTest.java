package org.sipasync.sample.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {
  @ParameterizedTest(name = "expires={0} is granted {1} s")
  @Tag("S4")
  @CsvSource({
    "0, 0",
    "' 60 ', 60",
    "59, 59",
    "3600, 3600",
    "3601, 3600",
    "2147483647, 3600",
    "2147483648, 3600",
    "4294967295, 3600",
    "4294967296, 3600",
    "99999999999999999999, 3600",
    "abc, 3600",
    "'', 3600",
    "-1, 3600",
    "1.5, 3600",
    "1e3, 3600",
    ", 3600",
    "٣, 3600"
  })
  void seconds(String text, int granted) {
    assertThat(Registration.seconds(text)).isEqualTo(granted);
  }

  @ParameterizedTest(name = "q={0} is {1} thousandths, told as {2}")
  @CsvSource({
    "0, 0, 0",
    "0., 0, 0",
    "0.5, 500, 0.5",
    "0.70, 700, 0.7",
    "0.001, 1, 0.001",
    "1, 1000, 1",
    "1.000, 1000, 1"
  })
  void preferences(String text, int thousandths, String told) throws RefusedException {
    assertThat(Registration.q(text)).isEqualTo(thousandths);
    assertThat(new Binding("sip:a@h", 0, thousandths, "c", 1, Reach.DIRECT).preference())
        .contains(told);
  }

  @Test
  @DisplayName("No q is none")
  void noPreference() throws RefusedException {
    assertThat(Registration.q(null)).isNull();
    assertThat(new Binding("sip:a@h", 0, null, "c", 1, Reach.DIRECT).preference()).isEmpty();
  }

  @ParameterizedTest(name = "q={0} is refused")
  @ValueSource(strings = {"", "abc", "2", "1.001", "0.1234", "-0.5", ".5", "0,5", "1e0", "٠"})
  void badPreferences(String text) {
    assertThatThrownBy(() -> Registration.q(text))
        .isInstanceOf(RefusedException.class)
        .hasMessage("Bad q in Contact");
  }
}
