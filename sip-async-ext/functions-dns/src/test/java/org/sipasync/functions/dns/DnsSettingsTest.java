package org.sipasync.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.SipAsyncException;

class DnsSettingsTest {
  private static Config config(Map<String, String> values) {
    return (Config)
        Proxy.newProxyInstance(
            DnsSettingsTest.class.getClassLoader(),
            new Class<?>[] {Config.class},
            (proxy, method, arguments) ->
                Optional.ofNullable(values.get(String.valueOf(arguments[0]))));
  }

  @Test
  void read() throws Exception {
    DnsSettings settings =
        DnsSettings.from(
            config(
                Map.of(
                    "sip.async.dns.servers",
                        "192.0.2.1, 192.0.2.2:5353,[2001:db8::1]:54,2001:db8::2",
                    "sip.async.dns.timeout", "250",
                    "sip.async.dns.enum-zone", "e164.example")));
    assertThat(settings.servers())
        .containsExactly(
            new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 53),
            new InetSocketAddress(InetAddress.getByName("192.0.2.2"), 5353),
            new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 54),
            new InetSocketAddress(InetAddress.getByName("2001:db8::2"), 53));
    assertThat(settings.tryTimeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.enumZone()).isEqualTo("e164.example");
    assertThat(settings.tries()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dns.example", "192.0.2.1:x", "192.0.2.1:70000", "192.0.2.1,,"})
  void badServers(String text) {
    assertThatThrownBy(() -> DnsSettings.from(config(Map.of("sip.async.dns.servers", text))))
        .isInstanceOf(SipAsyncException.class)
        .hasMessageStartingWith("SIPA-0103: sip.async.dns.servers has the value");
  }

  @Test
  void badNumber() {
    assertThatThrownBy(() -> DnsSettings.from(config(Map.of("sip.async.dns.tries", "0"))))
        .hasMessage(
            "SIPA-0103: sip.async.dns.tries has the value \"0\": it must be a whole number from 1"
                + " to 20.");
  }
}
