package org.sipasync.functions.sqlpg;

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
  @ValueSource(strings = {"uri", "connections", "connect-timeout", "max-in-flight", "max-rows"})
  void isRefusedByName(String key) {
    MapConfig config = new MapConfig(Map.of("sip.async.sql-pg." + key, "!! not it !!"));

    assertThatThrownBy(() -> PgSqlSettings.from(config))
        .isInstanceOf(SipAsyncException.class)
        .hasMessageContainingAll("SIPA-0103", "sip.async.sql-pg." + key);
  }
}
