package org.sipasync.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipUriTest {
  /** The pairs of RFC 3261 19.1.4 and some of our own. */
  @ParameterizedTest
  @CsvSource({
    "sip:%61lice@atlanta.com;transport=TCP, sip:alice@AtLanTa.CoM;Transport=tcp, true",
    "sip:carol@chicago.com, sip:carol@chicago.com;newparam=5, true",
    "sip:carol@chicago.com;security=on, sip:carol@chicago.com;newparam=5, true",
    "sip:b.com;transport=tcp;method=R?to=a&x=y, sip:b.com;method=R;transport=tcp?x=y&to=a, true",
    "sip:alice@a.com?subject=p&priority=u, sip:alice@a.com?priority=u&subject=p, true",
    "SIP:ALICE@AtLanTa.CoM;Transport=udp, sip:alice@AtLanTa.CoM;Transport=UDP, false",
    "sip:bob@biloxi.com, sip:bob@biloxi.com:5060, false",
    "sip:bob@biloxi.com, sip:bob@biloxi.com;transport=udp, false",
    "sip:bob@biloxi.com, sip:bob@biloxi.com:6000;transport=tcp, false",
    "sip:carol@chicago.com, sip:carol@chicago.com?Subject=next, false",
    "sip:carol@chicago.com;security=on, sip:carol@chicago.com;security=off, false",
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

  /** Found by fuzzing: a value that no token is was quoted. */
  @Test
  void telIsWrittenAsItCame() throws Exception {
    assertThat(Uri.parse("tel:+1;a=b?c").toString()).isEqualTo("tel:+1;a=b?c");
  }

  /** RFC 5118: IPv6 references, with and without port, in URI, Via and its received. */
  @Test
  void ipv6() throws Exception {
    SipUri uri = SipUri.parse("sip:user@[2001:db8::10]:5070;maddr=[::1]");
    assertThat(uri.host()).isEqualTo("[2001:db8::10]");
    assertThat(uri.port()).isEqualTo(5070);
    assertThat(uri.parameter("maddr")).isEqualTo("[::1]");
    assertThat(SipUri.parse("sip:[::ffff:192.0.2.10]").host()).isEqualTo("[::ffff:192.0.2.10]");
    // 4.3: a port that looks like a part of the address
    assertThat(SipUri.parse("sip:user@[2001:db8::10:5070]").port()).isEqualTo(-1);
    // 4.5: received with and without brackets
    String via = "SIP/2.0/UDP [2001:db8::9:1]:6050;received=%s;branch=z9hG4bKas3-111";
    assertThat(Via.parse(String.format(via, "[2001:db8::9:255]")).received())
        .isEqualTo("[2001:db8::9:255]");
    Via plain = Via.parse(String.format(via, "2001:db8::9:255"));
    assertThat(plain.received()).isEqualTo("2001:db8::9:255");
    assertThat(Via.parse(plain.toString())).isEqualTo(plain);
    assertThrows(
        ParseException.class, () -> Via.parse("SIP/2.0/UDP 2001:db8::9:1;branch=z9hG4bK1"));
  }
}
