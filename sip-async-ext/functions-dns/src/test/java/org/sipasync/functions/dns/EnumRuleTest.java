package org.sipasync.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnumRuleTest {
  private static final String NUMBER = "+442079460148";

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "!^.*$!sip:info@example.com! sip:info@example.com",
        "!^\\+44(.*)$!sip:\\1@example.com! sip:2079460148@example.com",
        "!^\\+(44)([0-9]{3,4}).*$!tel:\\2;cc=\\1! tel:2079;cc=44",
        "#^.*$#h323:a!b# h323:a!b",
        "!^.*$!sip:a\\!b@example.com! sip:a!b@example.com",
        "!^(\\+44.*)$!SIP:\\1@x!i SIP:+442079460148@x"
      })
  void rewrites(String rule, String uri) {
    assertThat(EnumRule.apply(rule, NUMBER)).contains(URI.create(uri));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "!^\\+44([[:digit:]]+)$!sip:\\1@x! sip:2079460148@x",
        "!^[+]([0-9]{2})([0-9]{1,4}).*$!sip:\\2@\\1! sip:2079@44",
        "!^([^[:alpha:]]*)$!sip:\\1@x! sip:+442079460148@x",
        "!^[]+[]44([[:digit:][:space:]]*)$!sip:\\1@x! sip:2079460148@x",
        "!^\\+44(2|3)([0-9]{9})$!sip:\\2@x! sip:079460148@x"
      })
  @Tag("F4")
  void posixExpressions(String rule, String uri) {
    assertThat(EnumRule.apply(rule, NUMBER)).contains(URI.create(uri));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "![[:nonsense:]]!sip:a@b!",
        "![0-9!sip:a@b!",
        "![[:digit:]!sip:a@b!",
        "![\\d]!sip:a@b!",
        "!([0-9]{256})!sip:a@b!",
        "!((([0-9]{99}){99}){99})!sip:a@b!"
      })
  @Tag("F4")
  void unsoundExpressions(String rule) {
    assertThat(EnumRule.apply(rule, "+44")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "!",
        "!!",
        "!!!",
        "!^.*$!",
        "!^.*$!no uri!",
        "!^\\+1.*$!sip:a@b!",
        "!(!sip:a@b!",
        "!^.*$!sip:a@b\r\nX: y!",
        "!^.*$!sip:a b!",
        "!(?s).*!sip:a@b!"
      })
  void notSound(String rule) {
    assertThat(EnumRule.apply(rule, NUMBER)).isEmpty();
  }

  /** Each takes minutes or longer without the bounds. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "!^(([0-9+]+)+)+x!sip:a@b!",
        "!((((.*)*)*)*)*x!sip:a@b!",
        "!(){2147483647}x!sip:a@b!",
        "!((.{0,9}){0,9}){0,9}x!sip:a@b!",
        "!(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)x!sip:a@b!"
      })
  void hostileRulesEndSoon(String rule) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> assertThat(EnumRule.apply(rule, NUMBER)).isEmpty());
  }

  @Test
  void weightsDecideWhoIsFirst() {
    Srv heavy = new Srv(1, 90, 1, "heavy");
    Srv light = new Srv(1, 10, 1, "light");
    Srv spare = new Srv(2, 1000, 1, "spare");
    Map<String, Integer> first = new TreeMap<>();
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      List<Srv> ordered = SrvOrder.of(List.of(spare, light, heavy), random);
      assertThat(ordered.get(2)).isEqualTo(spare);
      first.merge(ordered.get(0).target(), 1, Integer::sum);
    }
    assertThat(first.get("heavy")).isBetween(8800, 9200);
  }
}
