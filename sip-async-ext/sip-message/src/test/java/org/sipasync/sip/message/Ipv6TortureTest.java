package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 5118: its 12 messages, which TortureAnswersTest sends, and its points in messages of our own;
 * docs/sip-torture.md has the table.
 */
@DisplayName("RFC 5118")
class Ipv6TortureTest {
  private static String message(String method, String uri, String via, String lines, String body) {
    return method
        + " "
        + uri
        + " SIP/2.0\r\nVia: "
        + via
        + "\r\nFrom: <sip:ann@[2001:db8::1:2]>;tag=a6\r\nTo: <sip:ben@example.net>\r\n"
        + "Call-ID: six@[2001:db8::1:2]\r\nCSeq: 6 "
        + method
        + "\r\nMax-Forwards: 70\r\n"
        + lines
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static SipRequest request(String method, String uri, String via, String... more)
      throws Exception {
    String lines = more.length > 0 ? more[0] : "";
    String body = more.length > 1 ? more[1] : "";
    byte[] data = message(method, uri, via, lines, body).getBytes(UTF_8);
    SipRequest request = (SipRequest) SipParser.parse(data);
    SipMessage again = SipParser.parse(request.toBytes());
    assertThat(again.startLine()).isEqualTo(request.startLine());
    assertThat(again.topVia()).isEqualTo(request.topVia());
    return request;
  }

  private static final String VIA = "SIP/2.0/UDP [2001:db8::1:2]:5062;branch=z9hG4bKsix";

  @Test
  @DisplayName("4.1 a reference in Request-URI, Via and Contact")
  void reference() throws Exception {
    SipRequest register =
        request("REGISTER", "sip:[2001:db8::20]", VIA, "Contact: <sip:ann@[2001:db8::1:2]>\r\n");
    assertThat(((SipUri) register.uri()).host()).isEqualTo("[2001:db8::20]");
    assertThat(((SipUri) register.uri()).port()).isEqualTo(-1);
    assertThat(register.topVia().host()).isEqualTo("[2001:db8::1:2]");
    assertThat(register.topVia().port()).isEqualTo(5062);
    assertThat(register.get(Headers.CONTACT).uri().toString()).isEqualTo("sip:ann@[2001:db8::1:2]");
  }

  @Test
  @Tag("C-F8")
  @DisplayName("4.2 an address without brackets: 400")
  void withoutBrackets() {
    MessageRefusal e =
        assertThrows(MessageRefusal.class, () -> request("REGISTER", "sip:2001:db8::20", VIA));
    assertThat(e.status()).isEqualTo(400);
    assertThat(e.reason()).isEqualTo("Bad Request-URI");
    assertThat(e.request()).isNotNull();
  }

  @Test
  @DisplayName("4.3, 4.4 what looks like a port is one behind the bracket only")
  void port() throws Exception {
    SipUri inside = (SipUri) request("REGISTER", "sip:[2001:db8::20:5070]", VIA).uri();
    assertThat(inside.host()).isEqualTo("[2001:db8::20:5070]");
    assertThat(inside.port()).isEqualTo(-1);
    SipUri behind = (SipUri) request("REGISTER", "sip:[2001:db8::20]:5070", VIA).uri();
    assertThat(behind.host()).isEqualTo("[2001:db8::20]");
    assertThat(behind.port()).isEqualTo(5070);
  }

  @Test
  @DisplayName("4.5 received with brackets and without")
  void received() throws Exception {
    for (String address : new String[] {"[2001:db8::9:7]", "2001:db8::9:7"}) {
      String via = "SIP/2.0/UDP [2001:db8::9:1];received=" + address + ";branch=z9hG4bKsix";
      SipRequest bye = request("BYE", "sip:[2001:db8::20]", via);
      assertThat(bye.topVia().received()).isEqualTo(address);
      assertThat(new String(bye.answer(200, "t"), UTF_8)).contains("\r\nVia: " + via + "\r\n");
    }
  }

  @Test
  @DisplayName("4.6, 4.8 addresses in SDP are no matter of the parser")
  void sdp() throws Exception {
    String sdp = "v=0\r\nc=IN IP6 2001:db8::20\r\nm=audio 6000 RTP/AVP 0\r\nc=IN IP4 192.0.2.1\r\n";
    String lines = "Contact: <sip:a@[2001:db8::1:2]>\r\nContent-Type: application/sdp\r\n";
    SipRequest invite = request("INVITE", "sip:ben@[2001:db8::20]", VIA, lines, sdp);
    assertThat(new String(invite.body(), UTF_8)).isEqualTo(sdp);
  }

  @Test
  @DisplayName("4.7 IPv4 and IPv6 in one list of Vias")
  void bothFamilies() throws Exception {
    String vias = VIA + "\r\nv: SIP/2.0/TCP 192.0.2.1:5071;branch=z9hG4bK4, SIP/2.0/TLS [::1]";
    SipRequest bye = request("BYE", "sip:ben@host.example.net", vias);
    assertThat(bye.list(Headers.VIA))
        .extracting(Via::host)
        .containsExactly("[2001:db8::1:2]", "192.0.2.1", "[::1]");
  }

  @Test
  @DisplayName("4.9 IPv4-mapped addresses")
  void mapped() throws Exception {
    String via = "SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKsix";
    String contact = "Contact: <sip:ann@[::ffff:192.0.2.10]>\r\n";
    SipRequest invite = request("INVITE", "sip:ben@example.net", via, contact);
    assertThat(invite.topVia().host()).isEqualTo("[::ffff:192.0.2.10]");
    assertThat(((SipUri) invite.get(Headers.CONTACT).uri()).host())
        .isEqualTo("[::ffff:192.0.2.10]");
  }

  @Test
  @DisplayName("4.10 three colons before an IPv4 address are tolerated and kept")
  void threeColons() throws Exception {
    SipUri odd = (SipUri) request("OPTIONS", "sip:ben@[2001:db8:::192.0.2.1]", VIA).uri();
    SipUri right = (SipUri) request("OPTIONS", "sip:ben@[2001:db8::192.0.2.1]", VIA).uri();
    assertThat(odd).hasToString("sip:ben@[2001:db8:::192.0.2.1]").isEqualTo(right);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ipv6-good",
        "port-ambiguous",
        "port-unambiguous",
        "via-received-param-with-delim",
        "via-received-param-no-delim",
        "ipv6-in-sdp",
        "mult-ip-in-header",
        "mult-ip-in-sdp",
        "ipv4-mapped-ipv6",
        "ipv6-bug-abnf-3-colons",
        "ipv6-correct-abnf-2-colons"
      })
  @DisplayName("its own valid messages are read and written as they are")
  void own(String name) throws Exception {
    byte[] data = TortureTest.file(name);
    byte[] written = SipParser.parse(data.clone()).toBytes();
    assertThat(SipParser.parse(written).toBytes()).isEqualTo(written);
    assertThat(written).hasSameSizeAs(data);
  }

  @Test
  @DisplayName("its own invalid message: 400")
  void ownInvalid() throws Exception {
    byte[] data = TortureTest.file("ipv6-bad");
    ParseException e = assertThrows(ParseException.class, () -> SipParser.parse(data));
    assertThat(e.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[:::1]",
        "[1:::2]",
        "[1:::2:192.0.2.1]",
        "[1::2:::192.0.2.1]",
        "[1::::192.0.2.1]",
        "[1:2:3:4:5:6:::192.0.2.1]",
        "[1:::192.0.2]",
        "[1:::192.0.2.256]",
        "[1:2:3:4:5:6:7:192.0.2.1]",
        "[::1%eth0]",
        "[]",
        "[12345::]"
      })
  void noAddress(String host) {
    assertThrows(ParseException.class, () -> Uri.parse("sip:" + host));
  }
}
