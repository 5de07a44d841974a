package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4475, all 49: the verdict at the level of messages; docs/sip-torture.md has the table. */
class TortureTest {
  /** A message of the RFC; the file of baddn lacks its empty line. */
  static byte[] file(String name) throws IOException {
    try (var in = TortureTest.class.getResourceAsStream("/torture/" + name + ".dat")) {
      byte[] data = in.readAllBytes();
      return name.equals("baddn") ? (new String(data, UTF_8) + "\r\n").getBytes(UTF_8) : data;
    }
  }

  private static SipRequest request(String name) throws Exception {
    return (SipRequest) SipParser.parse(file(name));
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
    } catch (MessageRefusal e) {
      String end = e.request() == null ? " dropped" : "";
      if (e.request() != null) wellFormed(e);
      return e.status() + end + " " + e.reason();
    }
  }

  private static void wellFormed(MessageRefusal e) {
    byte[] out = e.request().response(e.status(), e.reason()).toBytes();
    assertThat(assertDoesNotThrow(() -> SipParser.parse(out)).toString())
        .isEqualTo("SIP/2.0 " + e.status() + " " + e.reason());
  }

  /** Over TCP: how many messages are found, and what ends the stream. */
  @ParameterizedTest
  @CsvSource({
    "wsinv, 1, open", "intmeth, 1, open", "mpart01, 1, open", "badinv01, 1, open",
    "dblreq, 3, open", "scalar02, 1, open", "bigcode, 1, open", "insuf, 1, open",
    "clerr, 0, waits", "ncl, 0, 400 Bad Content-Length", "mcl01, 0, 400 Duplicate Content-Length",
  })
  void framed(String name, int messages, String end) throws IOException {
    AtomicInteger found = new AtomicInteger();
    StreamFraming framing =
        new StreamFraming(
            new StreamFraming.Listener() {
              @Override
              public void message(byte[] data) {
                found.incrementAndGet();
              }

              @Override
              public void ping() {}

              @Override
              public void pong() {}
            });
    String how;
    try {
      framing.feed(ByteBuffer.wrap(file(name)));
      how = framing.inMessage() ? "waits" : "open";
    } catch (FramingException e) {
      how = e.refusal().status() + " " + e.refusal().reason();
    }
    assertThat(found).hasValue(messages);
    assertThat(how).isEqualTo(end);
  }

  /** Accepted at first: the header is refused when somebody asks for it. */
  @Test
  void lateRefusals() throws Exception {
    SipRequest register = request("regbadct");
    assertThat(assertThrows(ParseException.class, () -> register.list(Headers.CONTACT)).reason())
        .isEqualTo("Bad Contact");
    SipRequest invite = request("baddate");
    assertThat(assertThrows(ParseException.class, () -> invite.get(Headers.DATE)).reason())
        .isEqualTo("Bad Date");
  }

  @Test
  void wideRangeOfCharacters() throws Exception {
    SipRequest odd = request("intmeth");
    assertThat(odd.method()).hasToString("!interesting-Method0123456789_*+`.%indeed'~");
    SipUri uri = (SipUri) odd.uri();
    assertThat(uri.user()).isEqualTo("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
    assertThat(uri.password()).isEqualTo("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
    assertThat(uri.host()).isEqualTo("example.com");
    assertThat(odd.to().displayName()).isEqualTo("BEL:\u0007 NUL:\0 DEL:\u007f");
    assertThat(odd.from().displayName()).isEqualTo("token1~` token2'+_ token3*%!.-");
    assertThat(odd.from().tag()).isEqualTo("_token~1'+`*%!-.");
    assertThat(odd.callId()).endsWith("@word`~)(><:\\/\"][?}{");
  }

  @Test
  void escapes() throws Exception {
    SipRequest invite = request("esc01");
    assertThat(((SipUri) invite.uri()).user()).isEqualTo("sips:user@example.com");
    assertThat(((SipUri) invite.from().uri()).user()).isEqualTo("I have spaces");
    SipUri contact = (SipUri) invite.get(Headers.CONTACT).uri();
    assertThat(contact.loose()).isTrue();
    assertThat(contact.parameter("name")).isEqualTo("value%41");
    List<NameAddr> nulls = request("escnull").list(Headers.CONTACT);
    assertThat(((SipUri) nulls.get(1).uri()).user()).isEqualTo("\0\0");
    assertThat(nulls.get(0).uri()).isNotEqualTo(nulls.get(1).uri());
  }

  @Test
  void percentThatIsNoEscape() throws Exception {
    SipRequest unknown = request("esc02");
    assertThat(unknown.method()).isNotEqualTo(Method.REGISTER).hasToString("RE%47IST%45R");
    assertThat(unknown.from().displayName()).isEqualTo("%Z%45");
    assertThat(unknown.list(Headers.CONTACT)).hasSize(2);
  }

  @Test
  void whereParametersBelong() throws Exception {
    assertThat(((SipUri) request("semiuri").uri()).user()).isEqualTo("user;par=u@example.net");
    NameAddr ofHeader = request("cparam01").get(Headers.CONTACT);
    assertThat(ofHeader.parameters().has("unknownparam")).isTrue();
    assertThat(((SipUri) ofHeader.uri()).parameters()).isEmpty();
    NameAddr ofUri = request("cparam02").get(Headers.CONTACT);
    assertThat(((SipUri) ofUri.uri()).parameters()).containsKey("unknownparam");
    assertThat(ofUri.parameters().list()).isEmpty();
    SipUri escaped = (SipUri) request("regescrt").get(Headers.CONTACT).uri();
    assertThat(escaped.headers()).isEqualTo("Route=%3Csip:sip.example.com%3E");
  }

  @Test
  void bodies() throws Exception {
    assertThat(request("dblreq").bodyLength()).isZero();
    assertThat(request("mpart01").body()).hasSize(553).contains((byte) 0);
    assertThat(request("inv2543").bodyLength()).isPositive();
  }

  @Test
  void unknownNames() throws Exception {
    assertThat(request("transports").list(Headers.VIA))
        .extracting(Via::transport)
        .containsExactly("UDP", "SCTP", "TLS", "UNKNOWN", "TCP");
    SipRequest register = request("unksm2");
    assertThat(register.to().uri().scheme()).isEqualTo("isbn");
    assertThat(register.from().uri().scheme()).isEqualTo("http");
    assertThat(request("regaut01").get(Headers.AUTHORIZATION).scheme())
        .isEqualTo("NoOneKnowsThisScheme");
    assertThat(request("bext01").list(Headers.REQUIRE)).hasSize(2);
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
