package org.sipasync.payara.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;

@Tag("289-15.4.1")
class RelayHostsTest {
  private static RelayHosts of(String setting) {
    return SipSettings.from(
            key -> key.equals("sip.relay") ? Optional.ofNullable(setting) : Optional.empty())
        .relay();
  }

  private static SipUri uri(String text) throws ParseException {
    return (SipUri) Uri.parse(text);
  }

  @Test
  void nowhereUnlessItIsSet() throws ParseException {
    assertThat(of(null).isEmpty()).isTrue();
    assertThat(of("off").isEmpty()).isTrue();
    assertThat(of(null).test(uri("sip:a@127.0.0.1"))).isFalse();
    assertThat(of("off").test(uri("sip:a@off"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sbc.example|sip:a@sbc.example|true",
        "SBC.example.|sip:a@sbc.EXAMPLE:5070;transport=tcp|true",
        "sbc.example|sips:a@sbc.example.|true",
        "sbc.example|sip:a@other.sbc.example|false",
        "sbc.example|sip:a@notsbc.example|false",
        "*.example.com|sip:a@b.example.com|true",
        "*.example.com|sip:a@c.b.example.com|true",
        "*.example.com|sip:a@example.com|false",
        "*.example.com|sip:a@badexample.com|false",
        "sbc.example, 192.0.2.0/24|sip:192.0.2.255|true",
        "192.0.2.0/24|sip:192.0.3.0|false",
        "192.0.2.1|sip:sbc.example|false",
        "192.0.2.1|sip:3221225985|false",
        "2001:db8::/32|sip:[2001:db8:ffff::1]:5070|true",
        "2001:db8::/32|sip:[2001:db9::1]|false",
        "sbc.example|sip:sbc.example;maddr=203.0.113.9|false",
        "203.0.113.9|sip:sbc.example;maddr=203.0.113.9|true",
        "sbc.example|sip:sbc.example;maddr=|true",
        "sbc.example|sip:sbc.example@203.0.113.9|false",
      })
  void covers(String setting, String hop, boolean covered) throws ParseException {
    assertThat(of(setting).test(uri(hop))).isEqualTo(covered);
  }

  /** None of them would leave it at a list. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*.com",
        "*.*",
        "0.0.0.0/0",
        "::/0",
        "128.0.0.0/1",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.0/33",
        "sbc.example;other.example",
        "sip:sbc.example",
        "sbc.example:5070",
        "a..b",
      })
  void mistakes(String setting) {
    assertThatThrownBy(() -> of("first.example, " + setting))
        .hasMessageStartingWith("SIPA-0103")
        .hasMessageContaining("sip.relay")
        .hasMessageContaining(setting.split("[,;]")[0]);
  }

  @Test
  void isWrittenAsAList() {
    assertThat(of("b.example, *.a.example, 192.0.2.7/24"))
        .hasToString("192.0.2.7/24, b.example, *.a.example");
  }
}
