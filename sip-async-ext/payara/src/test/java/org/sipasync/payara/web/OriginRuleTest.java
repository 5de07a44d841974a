package org.sipasync.payara.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginRuleTest {
  private static final String HOST = "shop.example:8443";

  @Test
  void pagesOfTheSameHost() {
    OriginRule rule = new OriginRule(Set.of());
    assertThat(rule.allows("https://shop.example:8443", HOST)).isTrue();
    assertThat(rule.allows("http://Shop.Example:8443", "SHOP.example:8443")).isTrue();
    assertThat(rule.allows("https://shop.example", HOST)).isFalse();
    assertThat(rule.allows("https://evil.example", HOST)).isFalse();
    assertThat(rule.allows("https://shop.example:8443.evil.example", HOST)).isFalse();
    assertThat(rule.allows("null", HOST)).isFalse();
    assertThat(rule.allows("https://shop.example:8443", null)).isFalse();
    assertThat(rule.allows("", HOST)).isFalse();
  }

  @Test
  void noBrowser() {
    assertThat(new OriginRule(Set.of()).allows(null, HOST)).isTrue();
    assertThat(new OriginRule(Set.of("https://shop.example")).allows(null, HOST)).isTrue();
  }

  @Test
  void namedOriginsOnly() {
    OriginRule rule = new OriginRule(Set.of("https://shop.example"));
    assertThat(rule.allows("https://SHOP.example", "other")).isTrue();
    assertThat(rule.allows("http://shop.example", "other")).isFalse();
    assertThat(rule.allows("https://shop.example:8443", HOST)).as("the same host").isFalse();
  }

  @Test
  void all() {
    assertThat(new OriginRule(Set.of("*")).allows("https://evil.example", HOST)).isTrue();
  }
}
