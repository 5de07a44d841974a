package org.sipasync.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
  /** IANA's list of compact forms. */
  @ParameterizedTest
  @CsvSource({
    "a, Accept-Contact",
    "b, Referred-By",
    "c, Content-Type",
    "d, Request-Disposition",
    "e, Content-Encoding",
    "f, From",
    "i, Call-ID",
    "j, Reject-Contact",
    "k, Supported",
    "l, Content-Length",
    "m, Contact",
    "o, Event",
    "r, Refer-To",
    "s, Subject",
    "t, To",
    "u, Allow-Events",
    "v, Via",
    "x, Session-Expires",
    "y, Identity",
  })
  void compactForms(String letter, String name) {
    assertThat(HeaderName.of(letter)).isEqualTo(HeaderName.of(name)).hasToString(name);
    assertThat(HeaderName.of(letter.toUpperCase())).isEqualTo(HeaderName.of(name));
    assertThat(HeaderName.of(name).compact()).isEqualTo(letter);
  }

  @Test
  void otherLettersAreNoCompactForms() {
    for (char c : "ghnpqwz".toCharArray())
      assertThat(HeaderName.of("" + c)).hasToString("" + c).isEqualTo(HeaderName.of("" + c));
  }

  private static SipRequest with(String lines) throws ParseException {
    return SipParserTest.parse(SipParserTest.OPTIONS.replace("X-Odd:", lines + "\r\nX-Odd:"));
  }

  private static HeaderType<?> type(String constant) throws ReflectiveOperationException {
    return (HeaderType<?>) Headers.class.getField(constant).get(null);
  }

  /** Reads and writes values unchanged, except for needless quotes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Session-Expires: 1800;refresher=uac",
        "Min-SE: 90",
        "Event: presence.winfo;id=5",
        "Subscription-State: active;expires=60;reason=noresource",
        "Replaces: a7@h;to-tag=1;from-tag=2;early-only",
        "Join: a7@h;from-tag=2;to-tag=1",
        "Target-Dialog: a7@h;local-tag=1;remote-tag=2",
        "Reason: Q.850;cause=16;text=\"Terminated, at last\"",
        "Privacy: id;user",
        "P-Asserted-Identity: <sip:a@h>",
        "Path: <sip:p1;lr>",
        "Refer-To: <sip:a@h?Replaces=x%3Bto-tag%3D1>",
        "History-Info: <sip:a@h?Reason=SIP%3Bcause%3D302>;index=1.1",
        "RAck: 776656 1 INVITE",
        "RSeq: 988789",
        "Accept-Contact: *;mobility=mobile;methods=\"INVITE,BYE\";+sip.x=\"#1\"",
        "Reject-Contact: *;actor=msg-taker",
        "Request-Disposition: proxy",
        "Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=9;port-c=5062;q=0.1",
        "P-Access-Network-Info: 3GPP-UTRAN-TDD;utran-cell-id-3gpp=234151D0FCE11",
        "P-Visited-Network-ID: \"Visited network 1\";x=1",
        "P-Associated-URI: <sip:a@h>;p=1",
        "Retry-After: 120;duration=60",
        "Expires: 4294967295",
        "Min-Expires: 60",
        "Date: Sat, 13 Nov 2010 23:29:00 GMT",
        "Warning: 307 isi.edu:5060 \"Session \\\"x\\\"\"",
        "Content-Type: multipart/mixed;boundary=unique-1",
        "Content-Disposition: session;handling=optional",
        "Info-Package: foo;x=1",
        "Answer-Mode: Auto;require",
        "Flow-Timer: 120",
        "SIP-If-Match: dx200xyz",
        "Resource-Priority: wps.3",
        "Call-Info: <http://h/p.jpg>;purpose=icon",
        "User-to-User: 56a390f3;encoding=hex",
        "Session-ID: ab30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000",
        "Authorization: Digest username=\"bob\", realm=\"a\", nonce=\"x\", uri=\"sip:h\", qop=auth,"
            + " nc=00000001, cnonce=\"0a\", response=\"6629\", algorithm=MD5",
        "WWW-Authenticate: Digest realm=\"a\", qop=\"auth,auth-int\", nonce=\"x\", stale=FALSE",
      })
  void roundTrip(String line) throws Exception {
    int colon = line.indexOf(':');
    String name = line.substring(0, colon);
    HeaderType<?> type = type(name.toUpperCase().replace('-', '_'));
    assertThat(type.name()).hasToString(name);
    Object value = with(line).get(type);
    String text = value instanceof List<?> list ? String.join(";", strings(list)) : "" + value;
    assertThat(text).isEqualTo(line.substring(colon + 2));
  }

  private static List<String> strings(List<?> list) {
    return list.stream().map(Object::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Session-Expires: x",
        "Event: a b",
        "Replaces: a;to-tag=1",
        "Join: ;to-tag=1;from-tag=2",
        "Target-Dialog: a;to-tag=1;from-tag=2",
        "Privacy: ;",
        "RAck: 1 INVITE",
        "RSeq: 4294967296",
        "Retry-After: 1 (",
        "Date: Fri, 01 Jan 2010 16:00:00 EST",
        "Date: Sun, 13 Nov 2010 23:29:00 GMT",
        "Warning: 1812 overture \"x\"",
        "Warning: 307 x",
        "Content-Type: text",
        "Authorization: Digest",
        "Authorization: Digest realm",
        "Expires: -1",
      })
  void malformed(String line) throws Exception {
    HeaderType<?> type = type(line.substring(0, line.indexOf(':')).toUpperCase().replace('-', '_'));
    SipRequest request = with(line);
    ParseException e = assertThrows(ParseException.class, () -> request.list(type));
    assertThat(e.status()).isEqualTo(400);
    assertThat(e.reason()).isEqualTo("Bad " + type.name());
  }

  @Test
  void lists() throws Exception {
    SipRequest request =
        with("k: 100rel , timer\r\nSupported:\r\nSUPPORTED: path\r\nReason: SIP;cause=1, Q.850");
    assertThat(request.list(Headers.SUPPORTED)).containsExactly("100rel", "timer", "path");
    assertThat(request.list(Headers.REASON))
        .extracting(Valued::value)
        .containsExactly("SIP", "Q.850");
    assertThat(
            with("P-Charging-Vector: icid-value=\"a b\";icid-generated-at=h")
                .get(Headers.P_CHARGING_VECTOR)
                .get("ICID-Value"))
        .isEqualTo("a b");
    assertThat(with("Date: Sat, 13 Nov 2010 23:29:00 GMT").get(Headers.DATE).instant())
        .isEqualTo(Instant.parse("2010-11-13T23:29:00Z"));
  }

  /** Each constant is named after its header, so that it can be found. */
  @Test
  void constantsHaveTheirHeadersNames() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Field field : Headers.class.getFields()) {
      assertThat(field.getGenericType()).isInstanceOf(ParameterizedType.class);
      String name = type(field.getName()).name().toString();
      if (!name.toUpperCase().replace('-', '_').equals(field.getName())) wrong.add(name);
      if (HeaderName.of(name).id() == 0) wrong.add(name + " is not known");
    }
    assertThat(wrong).isEmpty();
  }
}
