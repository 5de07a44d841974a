package org.sipasync.functions.radius;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.SipAsyncException;
import org.sipasync.testkit.MapConfig;

/** A setting that does not fit is refused, and named. */
@Tag("F6")
class RubbishSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth-servers",
        "timeout",
        "tries",
        "max-in-flight",
        "require-message-authenticator"
      })
  void isRefusedByName(String key) {
    MapConfig config =
        new MapConfig(
            Map.of("sip.async.radius.secret", "s3cret", "sip.async.radius." + key, "!! not it !!"));

    assertThatThrownBy(() -> RadiusSettings.from(config))
        .isInstanceOf(SipAsyncException.class)
        .hasMessageContainingAll("SIPA-0103", "sip.async.radius." + key);
  }
}
