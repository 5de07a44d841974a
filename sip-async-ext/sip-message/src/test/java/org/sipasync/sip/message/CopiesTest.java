package org.sipasync.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CopiesTest {
  @Test
  void partsOfAUriAreEscapedWhenSet() throws ParseException {
    SipUri uri = SipUri.parse("sip:a@h");
    SipUri changed =
        uri.withUser("b b")
            .withPassword("p:p")
            .withHost("[::1]", 5070)
            .withSecure(true)
            .withHeader("Subject", "a b&c");
    assertThat(changed).hasToString("sips:b%20b:p%3Ap@[::1]:5070?Subject=a%20b%26c");
    assertThat(changed.header("subject")).isEqualTo("a b&c");
    assertThat(changed.withUser(null).withHeader("subject", null)).hasToString("sips:[::1]:5070");
    assertThat(uri).hasToString("sip:a@h");
  }

  @Test
  void badHostOrPortIsRefused() throws ParseException {
    SipUri uri = SipUri.parse("sip:a@h");
    assertThatThrownBy(() -> uri.withHost("a b", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> uri.withHost("a", 65_536))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void valuesEndAtSemicolonsAndCommasOutsideQuotesAndBrackets() throws ParseException {
    Valued value = Valued.parse("\"a;b\" <sip:c;d@e>;q=1");
    assertThat(value.value()).isEqualTo("\"a;b\" <sip:c;d@e>");
    assertThat(value.parameters().get("q")).isEqualTo("1");
    assertThatThrownBy(() -> Valued.parse(";q=1")).isInstanceOf(ParseException.class);
    assertThatThrownBy(() -> Valued.parse("<a")).isInstanceOf(ParseException.class);
  }

  @Test
  void statusOfAResponseChangesInACopy() throws ParseException {
    SipRequest request = new SipRequest(Method.OPTIONS, Uri.parse("sip:a@h"));
    request.set(HeaderName.CALL_ID, "1");
    SipResponse response = request.response(180);
    response.body(new byte[] {'x'}, "text/plain");
    SipResponse ok = response.withStatus(200);
    assertThat(ok.startLine()).isEqualTo("SIP/2.0 200 OK");
    assertThat(ok.callId()).isEqualTo("1");
    assertThat(ok.body()).containsExactly('x');
  }

  @Test
  void headerNamesAreWrittenLongOrCompact() throws ParseException {
    SipRequest request = new SipRequest(Method.OPTIONS, Uri.parse("sip:a@h"));
    request.set(HeaderName.CALL_ID, "1");
    request.set(HeaderName.of("X-Own"), "2");
    request.form(SipMessage.Form.COMPACT);
    assertThat(new String(request.toBytes())).contains("\r\ni: 1\r\nX-Own: 2\r\n");
    request.form(SipMessage.Form.LONG);
    assertThat(new String(request.toBytes())).contains("\r\nCall-ID: 1\r\n");
  }
}
