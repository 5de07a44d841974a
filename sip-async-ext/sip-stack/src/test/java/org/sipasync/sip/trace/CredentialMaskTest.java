package org.sipasync.sip.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials are masked before a message is kept, sent or logged. */
class CredentialMaskTest {
  private static final String HEAD = "INVITE sip:b@h SIP/2.0\r\nCall-ID: c1\r\n";

  private static String masked(String text) {
    return Captures.text(Captures.received(text));
  }

  /** Masks a message with one more header; returns what has become of that. */
  private static String header(String line) {
    String text = masked(HEAD + line + "\r\nCSeq: 1 INVITE\r\n\r\n");
    assertThat(text).startsWith(HEAD).endsWith("\r\nCSeq: 1 INVITE\r\n\r\n");
    return text.substring(HEAD.length(), text.length() - "\r\nCSeq: 1 INVITE\r\n\r\n".length());
  }

  private static String body(String body) {
    String head = HEAD + "Content-Type: text/plain\r\n\r\n";
    return masked(head + body).substring(head.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization",
        "AUTHORIZATION ",
        "Proxy-Authorization\t",
        "Authentication-Info",
        "Proxy-Authentication-Info"
      })
  @DisplayName("A digest keeps who and where, and loses response and all unknown parameters")
  void digest(String name) {
    assertThat(
            header(
                name
                    + ": Digest username=\"olga\", realm=\"a, b\", nonce=\"n1\", uri=\"sip:b\","
                    + " Response = \"f00\" ,cnonce=\"c\\\"x\",algorithm=MD5, x=secret"))
        .isEqualTo(
            name
                + ": Digest username=\"olga\", realm=\"a, b\", nonce=\"n1\", uri=\"sip:b\","
                + " Response = \"***\" ,cnonce=\"**\"*\",algorithm=MD5, ********");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization: Basic b2xnYTpwdw==|Authorization: Basic ************",
        "Authorization: c2VjcmV0=, nonce=1|Authorization: *********, nonce=1",
        "Authorization: Digest username=c2VjcmV0,b2xn|Authorization: Digest username=c2VjcmV0,****",
        "Authorization: Bearer a.b-c|Authorization: Bearer *****",
        "Authorization: hunter2 x|Authorization: ******* *",
        "Authorization: Digest response f00|Authorization: Digest ******** ***",
        "Authorization: Digest username=\"olga|Authorization: Digest username=\"****",
        "Authorization:Digest realm=\"r\" response=f00|Authorization:Digest realm=\"r\" ************",
        "To: <sip:olga:pa$,s@h>;x=y:z@q|To: <sip:olga:*****@h>;x=y:z@q",
        "Contact: sips:u:p@[::1]:5061|Contact: sips:u:*@[::1]:5061",
        "Contact: <sip:h:5060;x=a>,<sip:u@h>|Contact: <sip:h:5060;x=a>,<sip:u@h>",
        "Refer-To: <sip:b@h?Authorization=Digest%20x&Replaces=1>"
            + "|Refer-To: <sip:b@h?Authorization=**********&Replaces=1>",
        "X-My-Password: correct horse|X-My-Password: ************* ",
        "Via: SIP/2.0/UDP h:5060;branch=z9hG4bK1|Via: SIP/2.0/UDP h:5060;branch=z9hG4bK1",
      })
  @DisplayName("Other schemes, malformed values, passwords in URIs")
  void others(String line, String expected) {
    assertThat(header(line)).isEqualTo(expected.strip());
  }

  @Test
  @DisplayName("Folded lines belong to their header")
  void folded() {
    assertThat(header("Authorization: Digest\r\n username=\"olga\",\r\n\tresponse=\"f00\""))
        .isEqualTo("Authorization: Digest\r\n username=\"olga\",\r\n\tresponse=\"***\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"password\" : \"a\\\"b\",\"x\":1}|{\"password\" : \"****\",\"x\":1}",
        "user=olga&pwd=x1&y=2|user=olga&pwd=**&y=2",
        "<a><Password>x y</Password><b>1</b></a>|<a><Password>***</Password><b>1</b></a>",
        "password: correct horse|password: *************",
        "a=ice-pwd:asd88fgpdd777uzjYhagZg|a=ice-pwd:**********************",
        "k=base64:Zm9v|k=***********",
        "a=rtpmap:0 PCMU/8000|a=rtpmap:0 PCMU/8000",
        "Authorization: Digest response=\"f00\"|Authorization: Digest response=\"***\"",
      })
  @DisplayName("Passwords and keys in bodies")
  void bodies(String text, String expected) {
    assertThat(body(text)).isEqualTo(expected);
  }

  @Test
  @DisplayName("The key of SRTP")
  void srtpKey() {
    assertThat(body("a=crypto:1 X inline:Zm9v+/=|2^20|1:32"))
        .isEqualTo("a=crypto:1 X inline:*******|2^20|1:32");
  }

  @Test
  @DisplayName("The Call-ID is found, compact too, but not in the body nor after the first")
  void callId() {
    for (String name : new String[] {"Call-ID: ", "i:", "CALL-ID \t:\t"}) {
      Capture capture =
          Captures.received(
              "\r\nBYE sip:h SIP/2.0\r\nTo: i\r\n" + name + "a@b \r\ni: 2\r\n\r\ni: 3");
      assertThat(Captures.text(capture).substring(capture.callIdStart(), capture.callIdEnd()))
          .isEqualTo("a@b");
    }
    Capture none = Captures.received("BYE sip:h SIP/2.0\r\n\r\ni: 3\r\n");
    assertThat(none.callIdEnd()).isEqualTo(none.callIdStart());
  }

  @Test
  @DisplayName("Whatever the bytes: same length, same lines, no exception")
  void anything() {
    Random random = new Random(7);
    String[] words = {
      "Authorization",
      ":",
      "=",
      "\r\n",
      "\r",
      "\n",
      " ",
      "\"",
      "<",
      ">",
      "sip:",
      "@",
      "password",
      "Digest",
      "response",
      "\\",
      "inline:",
      "k=",
      "i",
      "é",
      "\0"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(30); n > 0; n--) {
        text.append(words[random.nextInt(words.length)]);
      }
      String masked = masked(text.toString());
      assertThat(masked.replaceAll("[^\r\n]", ""))
          .isEqualTo(text.toString().replaceAll("[^\r\n]", ""));
    }
  }
}
