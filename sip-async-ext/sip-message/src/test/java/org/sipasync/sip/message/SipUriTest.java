package org.sipasync.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipUriTest {
  /** RFC 3261 19.1.4's own pairs, then others. */
  @ParameterizedTest
  @CsvSource({
    "sip:%61lice@atlanta.com;transport=TCP, sip:alice@AtLanTa.CoM;Transport=tcp, true",
    "sip:carol@chicago.com, sip:carol@chicago.com;newparam=5, true",
    "sip:carol@chicago.com, sip:carol@chicago.com;security=on, true",
    "sip:carol@chicago.com;security=on, sip:carol@chicago.com;newparam=5, true",
    "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com,"
        + " sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com, true",
    "sip:alice@atlanta.com?subject=project%20x&priority=urgent,"
        + " sip:alice@atlanta.com?priority=urgent&subject=project%20x, true",
    "SIP:ALICE@AtLanTa.CoM;Transport=udp, sip:alice@AtLanTa.CoM;Transport=UDP, false",
    "sip:bob@biloxi.com, sip:bob@biloxi.com:5060, false",
    "sip:bob@biloxi.com, sip:bob@biloxi.com;transport=udp, false",
    "sip:bob@biloxi.com, sip:bob@biloxi.com:6000;transport=tcp, false",
    "sip:carol@chicago.com, sip:carol@chicago.com?Subject=next%20meeting, false",
    "sip:bob@phone21.boxesbybob.com, sip:bob@192.0.2.4, false",
    "sip:carol@chicago.com;security=on, sip:carol@chicago.com;security=off, false",
    "sip:bob@b.com;user=phone, sip:bob@b.com, false",
    "sip:bob@b.com;ttl=1, sip:bob@b.com, false",
    "sip:bob@b.com;maddr=h, sip:bob@b.com, false",
    "sip:bob@b.com;lr, sip:bob@b.com, true",
    "sip:bob:x@b.com, sip:bob@b.com, false",
    "sip:b%3Bx@b.com, sip:b;x@b.com, false",
    "sip:b.com?to=a&to=b, sip:b.com?to=b&to=a, true",
    "sip:b.com?to=a&to=a, sip:b.com?to=a, false",
    "sip:[2001:DB8::0:1], sip:[2001:db8:0:0::1], true",
    "sip:[::ffff:192.0.2.1], sip:192.0.2.1, false",
    "sip:a@b.c, sips:a@b.c, false",
    "tel:+1-201-555, tel:+1201555, true",
    "tel:+1201555;a=1;b=2, tel:+1201555;b=2;A=1, true",
  })
  void equality(String one, String other, boolean equal) throws Exception {
    assertThat(Uri.parse(one).equals(Uri.parse(other))).isEqualTo(equal);
    assertThat(Uri.parse(other).equals(Uri.parse(one))).isEqualTo(equal);
    if (equal) assertThat(Uri.parse(one).hashCode()).isEqualTo(Uri.parse(other).hashCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sip",
        "sip:",
        "sip:@h",
        "sip:a@",
        "sip:a@b@c",
        "sip:h:",
        "sip:h:x",
        "sip:h:70000",
        "sip:2001:db8::10",
        "sip:[2001:db8::10",
        "sip:[1::2::3]",
        "sip:[:1]",
        "sip:[1:2:3:4:5:6:7]",
        "sip:h;",
        "sip:h;=1",
        "sip:h;a;;b",
        "sip:h;a=1;a=2",
        "sip:h;a;a",
        "sip:h;a=1;%41=2",
        "sip:%4@h",
        "sip:a b@h",
        "sip:-h",
        "sip:a..b",
        "1x:y",
        "tel:",
        "tel:+",
        "tel:+12x",
      })
  void malformed(String text) {
    assertThat(assertThrows(ParseException.class, () -> Uri.parse(text)).status()).isEqualTo(400);
  }

  @Test
  void headersAreKeptAsTheyAre() throws Exception {
    String text = "sip:h;p?Route=%3Csip:a%3E&Route=b&=";
    assertThat(SipUri.parse(text)).hasToString(text);
    assertThat(SipUri.parse(text).headers()).isEqualTo("Route=%3Csip:a%3E&Route=b&=");
    assertThat(SipUri.parse(text).withoutHeaders()).hasToString("sip:h;p");
  }

  /** Found by fuzzing: a value that no token is was quoted. */
  @Test
  void telIsWrittenAsItCame() throws Exception {
    assertThat(Uri.parse("tel:+1;a=b?c").toString()).isEqualTo("tel:+1;a=b?c");
  }

  /** Found by fuzzing: what only looks like an address needs its quotes, "::1" must have none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "q=\"[,]\"",
        "q=\"[\"",
        "q=\":,\"",
        "q=::1",
        "q=[::1]",
        "q=1:2:3:4:5:6:7:8",
        "q=\"\""
      })
  void parametersAreQuotedWhereTheyMust(String text) throws Exception {
    assertThat(NameAddr.parse("<sip:a>;" + text)).hasToString("<sip:a>;" + text);
  }
}
