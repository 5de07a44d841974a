package org.sipasync.payara.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketSettingsTest {
  private static WebSocketSettings of(Map<String, String> config) {
    return WebSocketSettings.from(key -> Optional.ofNullable(config.get(key)));
  }

  @Test
  void isOffByDefault() {
    WebSocketSettings settings = of(Map.of());
    assertThat(settings.path()).isEmpty();
    assertThat(settings.origins()).isEmpty();
  }

  @Test
  void readsAll() {
    WebSocketSettings settings =
        of(
            Map.of(
                "sip.websocket.path", "/phones/sip",
                "sip.websocket.origins", "https://Shop.example, http://[2001:db8::1]:8080",
                "sip.websocket.max-connections", "20",
                "sip.websocket.max-per-address", "10",
                "sip.websocket.ping", "0"));
    assertThat(settings.path()).contains("/phones/sip");
    assertThat(settings.origins())
        .containsExactlyInAnyOrder("https://shop.example", "http://[2001:db8::1]:8080");
    assertThat(settings.limits().maxConnections()).isEqualTo(20);
    assertThat(settings.limits().maxPerAddress()).isEqualTo(10);
    assertThat(settings.limits().ping()).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sip", "/", "/sip/", "/*", "/a b", "/{x}", "ws://host/sip", "/sip?x"})
  void badPath(String path) {
    assertThatThrownBy(() -> of(Map.of("sip.websocket.path", path)))
        .hasMessageStartingWith("SIPA-0103: sip.websocket.path has the value")
        .hasMessageContaining("it must be a path such as /sip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.example", "https://shop.example/", "null", "https://a,,https://b"})
  void badOrigin(String origins) {
    assertThatThrownBy(() -> of(Map.of("sip.websocket.origins", origins)))
        .hasMessageStartingWith("SIPA-0103: sip.websocket.origins has the value");
  }
}
