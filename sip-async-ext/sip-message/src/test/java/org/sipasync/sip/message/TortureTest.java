package org.sipasync.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4475, all 49: the verdict at the level of messages; docs/sip-torture.md has the table. */
class TortureTest {
  static byte[] file(String name) throws IOException {
    try (var in = TortureTest.class.getResourceAsStream("/torture/" + name + ".dat")) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          wsinv, ok
          intmeth, ok
          esc01, ok
          escnull, ok
          esc02, ok
          lwsdisp, ok
          longreq, ok
          dblreq, ok
          semiuri, ok
          transports, ok
          mpart01, ok
          unreason, ok
          noreason, ok
          badinv01, 400
          clerr, 400
          ncl, 400
          scalar02, 400
          scalarlg, 400 dropped
          quotbal, 400
          ltgtruri, 400
          lwsruri, 400
          lwsstart, 400
          trws, 400
          escruri, 400
          baddate, ok
          regbadct, ok
          badaspec, 400
          baddn, 400
          badvers, 505
          mismatch01, 400
          mismatch02, 501
          bigcode, 400 dropped
          badbranch, ok
          insuf, 400
          unkscm, 416
          novelsc, 416
          unksm2, ok
          bext01, ok
          invut, ok
          regaut01, ok
          multi01, 400
          mcl01, 400
          bcast, ok
          zeromf, ok
          cparam01, ok
          cparam02, ok
          regescrt, ok
          sdp01, ok
          inv2543, ok
          """)
  void verdict(String name, String expected) throws IOException {
    assertThat(verdict(file(name))).as(name).matches(expected + "(?! dropped).*");
  }

  static String verdict(byte[] data) {
    try {
      SipParser.parse(data);
      return "ok";
    } catch (ParseException e) {
      String end = e.request() == null ? " dropped" : "";
      if (e.request() != null) wellFormed(e);
      return e.status() + end + " " + e.reason();
    }
  }

  private static void wellFormed(ParseException e) {
    byte[] out = e.request().response(e.status(), e.reason()).toBytes();
    assertThat(assertDoesNotThrow(() -> SipParser.parse(out)).toString())
        .isEqualTo("SIP/2.0 " + e.status() + " " + e.reason());
  }

  @Test
  void lateRefusals() throws Exception {
    SipMessage register = SipParser.parse(file("regbadct"));
    ParseException e =
        org.junit.jupiter.api.Assertions.assertThrows(
            ParseException.class, () -> register.list(Headers.CONTACT));
    assertThat(e.reason()).isEqualTo("Bad Contact");
  }

  /** The file lacks the empty line; with it, the display name is what is wrong. */
  @Test
  void badDisplayName() throws IOException {
    byte[] data = file("baddn");
    byte[] whole = java.util.Arrays.copyOf(data, data.length + 2);
    whole[data.length] = '\r';
    whole[data.length + 1] = '\n';
    assertThat(verdict(whole)).isEqualTo("400 Bad From");
  }

  @Test
  void oddWhiteSpace() throws Exception {
    SipRequest invite = (SipRequest) SipParser.parse(file("wsinv"));
    assertThat(invite.list(Headers.VIA)).hasSize(3);
    assertThat(invite.toTag()).isEqualTo("1918181833n");
    assertThat(invite.maxForwards()).isEqualTo(68);
    assertThat(invite.get(Headers.CONTACT).displayName()).isEqualTo("Quoted string \"\"");
    assertThat(invite.list(Headers.ROUTE)).hasSize(1);
    assertThat(invite.headers(HeaderName.of("NewFangledHeader")).get(0)).contains("continued");
  }

  @Test
  void writtenAndReadAgain() throws Exception {
    for (String name :
        new String[] {"wsinv", "intmeth", "esc01", "longreq", "mpart01", "unreason"}) {
      SipMessage first = SipParser.parse(file(name));
      SipMessage second = SipParser.parse(first.toBytes());
      assertThat(second.names()).as(name).containsAll(first.names());
      for (HeaderName header : first.names())
        if (!header.equals(HeaderName.CONTENT_LENGTH))
          assertThat(second.headers(header)).isEqualTo(first.headers(header));
      assertThat(second.body()).isEqualTo(first.body());
      assertThat(second.startLine()).isEqualTo(first.startLine());
    }
  }
}
