package org.sipasync.cdi.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class AvpTypeTest {
  private static Object convert(Object value, Class<?> wanted) {
    return AvpType.convert(value, wanted, "credit", "onCredit");
  }

  @Test
  void whatFitsIsConverted() {
    assertThat(convert("text", String.class)).isEqualTo("text");
    assertThat(convert(null, Long.class)).isNull();
    assertThat(convert(5, long.class)).isEqualTo(5L);
    assertThat(convert(5L, int.class)).isEqualTo(5);
    assertThat(convert(" 5 ", Integer.class)).isEqualTo(5);
    assertThat(convert(new BigDecimal("5.50"), double.class)).isEqualTo(5.5);
    assertThat(convert(5, String.class)).isEqualTo("5");
    assertThat(convert(true, boolean.class)).isEqualTo(true);
  }

  @Test
  void whatDoesNotFitIsRefusedWithBothTypes() {
    assertThatThrownBy(() -> convert("five", int.class))
        .hasMessage(
            "SIPA-0302: AVP \"credit\" holds a java.lang.String, but route \"onCredit\" expects"
                + " int. Declare the parameter as String.");
    assertThatThrownBy(() -> convert(5_000_000_000L, int.class))
        .hasMessageContaining("holds a java.lang.Long");
    assertThatThrownBy(() -> convert(null, long.class))
        .hasMessage(
            "SIPA-0302: AVP \"credit\" holds nothing, but route \"onCredit\" expects long. Declare"
                + " the parameter as Long.");
    assertThatThrownBy(() -> convert(1.5, int.class)).hasMessageStartingWith("SIPA-0302");
  }
}
