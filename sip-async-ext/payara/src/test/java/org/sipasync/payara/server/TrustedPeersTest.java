package org.sipasync.payara.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("289-17")
class TrustedPeersTest {
  private static TrustedPeers of(String setting) {
    return SipSettings.from(
            key ->
                key.equals("sip.trusted-peers") ? Optional.ofNullable(setting) : Optional.empty())
        .trustedPeers();
  }

  @Test
  void nobodyUnlessItIsSet() {
    assertThat(of(null).isEmpty()).isTrue();
    assertThat(of(null).contains("127.0.0.1")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1|192.0.2.1|true",
        "192.0.2.1|192.0.2.2|false",
        "192.0.2.1, 192.0.2.2|192.0.2.2|true",
        "192.0.2.0/24|192.0.2.255|true",
        "192.0.2.0/24|192.0.3.0|false",
        "192.0.2.128/25|192.0.2.127|false",
        "192.0.2.128/25|192.0.2.128|true",
        "0.0.0.0/0|203.0.113.9|true",
        "0.0.0.0/0|2001:db8::1|false",
        "2001:db8::/32|2001:db8:ffff::1|true",
        "2001:db8::/32|2001:db9::1|false",
        "::1|0:0:0:0:0:0:0:1|true",
        "192.0.2.1|::ffff:192.0.2.1|true",
        "192.0.2.1|trusted.example|false",
        "192.0.2.1||false",
      })
  void contains(String setting, String peer, boolean trusted) {
    assertThat(of(setting).contains(peer)).isEqualTo(trusted);
  }

  /** None of them is looked up. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sbc.example",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.0/33",
        "2001:db8::/129",
        "192.0.2.0/x",
        "192.0.2.0/",
        "192.0.2.1;192.0.2.2",
        "::g",
      })
  void mistakes(String setting) {
    assertThatThrownBy(() -> of(setting))
        .hasMessageStartingWith("SIPA-0103")
        .hasMessageContaining("sip.trusted-peers")
        .hasMessageContaining("192.0.2.0/24");
  }
}
