package org.sipasync.functions.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.time.Duration;
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

  @ParameterizedTest(name = "{0}: leftmost, then longest")
  @CsvSource(
      delimiter = ' ',
      value = {
        "!(44|4420)(.*)!sip:\\1@x! sip:4420@x",
        "!(4|44|442)(0|20794)!sip:\\1-\\2@x! sip:44-20794@x",
        "!(46|0794|01|20)!sip:\\1@x! sip:20@x",
        "!(4|42|44207)*!sip:\\1@x! sip:@x",
        "!(4|42|44207)+!sip:\\1@x! sip:44207@x",
        "!^.((4)|(2)|0)*!sip:\\1.\\2.\\3@x! sip:0..@x",
        "!^.(4*)(4*)!sip:\\1.\\2@x! sip:44.@x",
        "!^.(4{0,1})(4{0,1}).{3,}(8)$!sip:\\1.\\2.\\3@x! sip:4.4.8@x",
        "!^.(4?){3}20!sip:-\\1@x! sip:-@x",
        "!^.(^|4)+!sip:\\1@x! sip:4@x"
      })
  @Tag("F4")
  void leftmostLongest(String rule, String uri) {
    assertThat(EnumRule.apply(rule, NUMBER)).contains(URI.create(uri));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "!^[[.+.]]([[.4.]-7]+)!sip:\\1@x! sip:44@x",
        "!^[[=+=]](4[[=4=][.].]])!sip:\\1@x! sip:44@x",
        "!^\\+(4[]4])!sip:\\1@x! sip:44@x",
        "!^[*-9-]([a4-]+)!sip:\\1@x! sip:44@x",
        "!^[^\\d]+!sip:all@x! sip:all@x",
        "!^(.)44]?}?!sip:a@x! sip:a@x",
        "!^(\\+44)!SIP:a@X!i SIP:a@X"
      })
  @Tag("F4")
  void brackets(String rule, String uri) {
    assertThat(EnumRule.apply(rule, NUMBER)).contains(URI.create(uri));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '"',
      value = {
        "![[:nonsense:]]!sip:a@b! \"no character class\"",
        "![0-9!sip:a@b! \"does not end\"",
        "![[:digit:]!sip:a@b! \"does not end\"",
        "![[.!sip:a@b! \"does not end\"",
        "![[.hyphen.]]!sip:a@b! \"not a single character\"",
        "![[=ae=]]!sip:a@b! \"not a single character\"",
        "![9-0]!sip:a@b! \"wrong order\"",
        "![+-[:digit:]]!sip:a@b! \"cannot end a range\"",
        "!([0-9]{256})!sip:a@b! \"count above 255\"",
        "!4{2,1}!sip:a@b! \"wrong order\"",
        "!4{,2}!sip:a@b! \"begins no repetition\"",
        "!4{99999999999}!sip:a@b! \"begins no repetition\"",
        "!(?i)4!sip:a@b! \"repeats nothing\"",
        "!(?:4)!sip:a@b! \"repeats nothing\"",
        "!^*!sip:a@b!x \"not of the form\"",
        "!\\d+!sip:a@b! \"POSIX has no \\d\"",
        "!\\Q4\\E!sip:a@b! \"POSIX has no \\Q\"",
        "!\\p{Nd}!sip:a@b! \"POSIX has no \\p\"",
        "!(4)\\1!sip:a@b! \"POSIX has no \\1\"",
        "!4*+!sip:a@b! \"follows a repetition\"",
        "!4*?!sip:a@b! \"follows a repetition\"",
        "!4++!sip:a@b! \"follows a repetition\"",
        "!4|!sip:a@b! \"is empty\"",
        "!()!sip:a@b! \"is empty\"",
        "!!sip:a@b! \"is empty\"",
        "!(4!sip:a@b! \"does not end\"",
        "!4)!sip:a@b! \"closes nothing\"",
        "1.*1sip:a@b1 \"start with a delimiter\"",
        "!!!! \"not of the form\"",
        "!^.*$! \"not of the form\"",
        "!^.*$!nouri! \"not a URI\""
      })
  @Tag("F4")
  void isRefusedWithTheReason(String rule, String why) {
    assertThatThrownBy(() -> EnumRule.apply(rule, NUMBER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "!", "!!", "!^.*$!sip:a@b\r\nX: y!", "!^.*$!sip:a b!", "!^[\u202e\n!sip:a@b!"})
  @Tag("F11")
  void notSound(String rule) {
    assertThatThrownBy(() -> EnumRule.apply(rule, NUMBER))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("\r", "\n", "\u202e");
  }

  @Test
  @Tag("F4")
  void tooLong() {
    assertThatThrownBy(() -> EnumRule.apply("!" + "(4*)".repeat(64) + "!sip:a@b!", NUMBER))
        .hasMessageContaining("more than 255 characters");
    assertThatThrownBy(() -> EnumRule.apply("!(.*)!sip:" + "\\1".repeat(500) + "@b!", NUMBER))
        .hasMessageContaining("not a URI");
  }

  /** Each takes minutes or longer in an engine that backtracks or unrolls counts. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "!^(([0-9+]+)+)+x!sip:a@b!",
        "!((((.*)*)*)*)*x!sip:a@b!",
        "!((((((((4{255}){255}){255}){255}){255}){255}){255}){255})!sip:a@b!",
        "!((((((((4?){255}){255}){255}){255}){255}){255}){255}){255}x!sip:a@b!",
        "!((.{0,9}){0,9}){0,9}x!sip:a@b!",
        "!(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)x!sip:a@b!"
      })
  @Tag("F4")
  void hostileRulesEndSoon(String rule) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> assertThat(EnumRule.apply(rule, NUMBER)).isEmpty());
  }

  /** Checks matching rules and their groups. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "!^((((((((.?){255}){255}){255}){255}){255}){255}){255}){255}$!sip:a@b!",
        "!((((((((^|.)*)*)*)*)*)*)*)*$!sip:a@b!",
        "!((((((((^|.){9}){9}){9}){9}){9}){9}){9}){9}!sip:a@b!"
      })
  @Tag("F4")
  void hostileMatchesEndSoon(String rule) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> assertThat(EnumRule.apply(rule, NUMBER)).isPresent());
  }
}
