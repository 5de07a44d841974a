package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.regex.Matcher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SipParserTest {
  static final String OPTIONS =
      "OPTIONS sip:bob@127.0.0.1:5060 SIP/2.0\r\n"
          + "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-1;rport\r\n"
          + "From: \"A, \\\"B\\\"\" <sip:a@x.org>;tag=f1\r\nTo: <sip:bob@127.0.0.1>\r\n"
          + "Call-ID: c1@x\r\nCSeq: 7 OPTIONS\r\nMax-Forwards: 70\r\nX-Odd: \u00e4 ;, \"\r\n"
          + "Content-Length: 0\r\n\r\n";

  static SipRequest parse(String text) throws ParseException {
    return (SipRequest) SipParser.parse(text.getBytes(UTF_8));
  }

  private static MessageRefusal refused(String text) {
    return assertThrows(MessageRefusal.class, () -> parse(text));
  }

  /** Refused with this reason and a response that itself can be parsed. */
  private static void refused(String what, String by, int status, String reason) {
    assertThat(OPTIONS).contains(what);
    MessageRefusal e = refused(OPTIONS.replace(what, by));
    assertThat(e.status()).as(by).isEqualTo(status);
    assertThat(e.reason()).as(by).isEqualTo(reason);
    assertThat(e.request()).as(by).isNotNull();
    byte[] answer = e.request().response(status, reason).toBytes();
    assertThat(new String(answer, UTF_8))
        .startsWith("SIP/2.0 " + status + " " + reason + "\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;");
    assertDoesNotThrow(() -> SipParser.parse(answer), by);
  }

  private static String answer(String text) {
    MessageRefusal e = refused(text);
    return new String(e.request().response(e.status(), e.reason()).toBytes(), UTF_8);
  }

  @Test
  void readsAndAnswers() throws Exception {
    SipRequest request = parse(OPTIONS);
    assertThat(request.branch()).isEqualTo("z9hG4bK-1");
    assertThat(request.from().displayName()).isEqualTo("A, \"B\"");
    assertThat(request.fromTag()).isEqualTo("f1");
    assertThat(request.toTag()).isNull();
    assertThat(request.cseq()).isEqualTo(new CSeq(7, Method.OPTIONS));
    assertThat(request.header(HeaderName.of("x-odd"))).isEqualTo("\u00e4 ;, \"");
    SipResponse ok = request.response(200);
    ok.toTag("t2");
    assertThat(new String(ok.toBytes(), UTF_8))
        .isEqualTo(
            "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-1;rport\r\n"
                + "From: \"A, \\\"B\\\"\" <sip:a@x.org>;tag=f1\r\n"
                + "To: <sip:bob@127.0.0.1>;tag=t2\r\nCall-ID: c1@x\r\nCSeq: 7 OPTIONS\r\n"
                + "Content-Length: 0\r\n\r\n");
  }

  /** The short way to a response writes what the long one does. */
  @Test
  void answersInOneStep() throws Exception {
    String odd = OPTIONS.replace("rport", "rport,SIP/2.0/TCP b\r\nv: SIP/2.0/TLS c");
    odd = odd.replace("X-Odd", "Record-Route: <sip:r1>\r\nTimestamp: 5\r\nX-Odd");
    SipRequest request = parse(odd);
    request.replaceFirst(Headers.VIA, request.topVia().with("received", "\u00e4"));
    HeaderLines lines =
        HeaderLines.of(HeaderName.of("Server"), "\u00e4").and(HeaderName.ALLOW, "BYE");
    for (int status : new int[] {100, 200, 404}) {
      SipResponse response = request.response(status, "Caf\u00e9");
      response.toTag("t2");
      response.add(HeaderName.of("Server"), "\u00e4");
      response.add(HeaderName.ALLOW, "BYE");
      assertThat(new String(request.answer(status, "Caf\u00e9", "t2", lines), UTF_8))
          .isEqualTo(new String(response.toBytes(), UTF_8));
    }
    String tagged = odd.replace("<sip:bob@127.0.0.1>", "<sip:bob@127.0.0.1>;tag=t1");
    assertThat(new String(parse(tagged).answer(200, "t2"), UTF_8)).contains(";tag=t1\r\n");
    assertThat(new String(request.answer(200, null), UTF_8)).doesNotContain("t2");
    for (String tag : new String[] {"", "a b", "a\r\n"})
      assertThrows(IllegalArgumentException.class, () -> request.answer(200, tag));
    assertThrows(
        IllegalArgumentException.class, () -> HeaderLines.of(HeaderName.SUBJECT, "x\r\nTo: y"));
    assertThrows(
        IllegalArgumentException.class, () -> HeaderLines.of(HeaderName.CONTENT_LENGTH, 0));
  }

  @Test
  @Tag("C-F1")
  void lengths() {
    refused("Length: 0", "Length: -5", 400, "Bad Content-Length");
    refused("Length: 0", "Length: 5", 400, "Content-Length Exceeds Message");
    refused("Length: 0", "Length: 99999999999999999999", 400, "Bad Content-Length");
    refused("c1@x", "c1\0@x", 400, "Control Character in Header");
    refused("c1@x", "c1\n@x", 400, "Control Character in Header");
    refused("c1@x", "c1\r@x", 400, "Control Character in Header");
  }

  /** Unreadable values are not echoed. */
  @Test
  @Tag("C-F1")
  void aRefusalIsAWellFormedResponse() {
    String anonymous = "<sip:anonymous@anonymous.invalid>\r\n";
    for (String from : new String[] {"x", "<sip:a>;tag=\\\0", "\"", "<sip:a>;", "a\u0001 <sip:a>"})
      assertThat(answer(OPTIONS.replaceAll("From: .*", "From: " + Matcher.quoteReplacement(from))))
          .as(from)
          .contains("\r\nFrom: " + anonymous);
    assertThat(answer(OPTIONS.replace("<sip:bob@127.0.0.1>", "<sip:bob@127.0.0.1 >")))
        .contains("\r\nTo: " + anonymous, "\r\nFrom: \"A");
    for (String id : new String[] {"\\\0", "a b", "a@b@c", ""})
      assertThat(answer(OPTIONS.replace("c1@x", id)))
          .contains("\r\nCall-ID: anonymous@anonymous.invalid\r\n");
    assertThat(answer(OPTIONS.replace("7 OPTIONS", "\\\0"))).contains("\r\nCSeq: 0 OPTIONS\r\n");
  }

  @Test
  @Tag("C-F1")
  void viasAreKeptUpToTheFirstBadOne() {
    String via = "\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-1;rport";
    assertThat(answer(OPTIONS.replace("rport", "rport , SIP/2.0/UDP b , x, SIP/2.0/UDP c")))
        .contains(via + " , SIP/2.0/UDP b\r\nFrom");
    assertThat(answer(OPTIONS.replace("rport", "rport\r\nv: x\r\nv: SIP/2.0/UDP c")))
        .contains(via + "\r\nFrom");
    for (String bad : new String[] {";", "x\u00e4", "branch", "branch=1", "x=", "x=\""})
      assertThat(answer(OPTIONS.replace("rport", "rport;" + bad)))
          .as(bad)
          .contains(via + "\r\nFrom");
  }

  @Test
  @Tag("C-F1")
  void aBackslashQuotesOneCharacterOnly() throws Exception {
    assertThat(parse(OPTIONS.replace("A, ", "\\\0")).from().displayName()).startsWith("\0");
    refused("A, ", "\\\\\0", 400, "Control Character in Header");
    assertThrows(
        IllegalArgumentException.class, () -> parse(OPTIONS).set(HeaderName.SUBJECT, "\\\\\0"));
  }

  @Test
  void aStartLineTooLong() {
    refused("sip:bob@", "sip:" + "b".repeat(9_000) + "@", 414, "Request-URI Too Long");
  }

  @Test
  @Tag("C-F2")
  void cseq() {
    refused("7 OPTIONS", "one OPTIONS", 400, "Bad CSeq");
    refused("7 OPTIONS", "2147483648 OPTIONS", 400, "Bad CSeq");
    refused("7 OPTIONS", "7 BYE", 400, "CSeq Names Another Method");
  }

  @Test
  @Tag("C-F3")
  void missingOrEmpty() {
    refused("c1@x", "", 400, "Bad Call-ID");
    refused("Call-ID: c1@x\r\n", "", 400, "Missing Call-ID");
    refused("From: \"A, \\\"B\\\"\" <sip:a@x.org>;tag=f1\r\n", "", 400, "Missing From");
    refused("To: <sip:bob@127.0.0.1>\r\n", "", 400, "Missing To");
    refused("CSeq: 7 OPTIONS\r\n", "", 400, "Missing CSeq");
    MessageRefusal e = refused(OPTIONS.replace("OPTIONS", "INVITE"));
    assertThat(e.reason()).isEqualTo("Missing Contact");
  }

  @Test
  @Tag("C-F4")
  void version() {
    refused("SIP/2.0\r\nVia", "SIP/7.0\r\nVia", 505, "Version Not Supported");
  }

  @Test
  @Tag("C-F7")
  void parametersAndEntriesAreBounded() throws Exception {
    refused(
        "5060 SIP", "5060" + ";p".repeat(1500) + " SIP", 400, "Too Many Parameters in Request-URI");
    refused("tag=f1", "tag=f1" + ";p".repeat(1500), 400, "Too Many Parameters in From");
    refused("rport", "rport" + ",SIP/2.0/UDP h".repeat(100), 400, "Too Many Via Entries");
    refused("X-Odd", "X: " + "y".repeat(9000) + "\r\nX-Odd", 400, "Header Too Long");
    refused("X-Odd", "a:\r\n".repeat(300) + "X-Odd", 400, "Too Many Headers");
    SipRequest routes =
        parse(OPTIONS.replace("X-Odd", "Route: <sip:a>" + ",<sip:a>".repeat(64) + "\r\nX-Odd"));
    assertThat(assertThrows(ParseException.class, () -> routes.list(Headers.ROUTE)).reason())
        .isEqualTo("Too Many Route Entries");
  }

  @Test
  @Tag("C-F8")
  void duplicatesAndSchemes() {
    for (String twice : new String[] {"Call-ID", "CSeq", "Content-Length", "Max-Forwards"})
      refused("X-Odd", twice + ": 0\r\nX-Odd", 400, "Duplicate " + twice);
    refused("X-Odd", "t: <sip:x>\r\nX-Odd", 400, "Duplicate To");
    refused("X-Odd", "f: <sip:x>\r\nX-Odd", 400, "Duplicate From");
    refused("sip:bob@127.0.0.1:5060", "foo:bar", 416, "Unsupported URI Scheme");
    refused("sip:bob@127.0.0.1:5060", "sip:2001:db8::10", 400, "Bad Request-URI");
    refused("sip:bob@127.0.0.1:5060", "sip:bob@[2001:db8::10", 400, "Bad Request-URI");
  }

  @Test
  void ackAndUnreadableViaAreNotAnswered() {
    assertThat(refused(OPTIONS.replace("OPTIONS", "ACK").replace("c1@x", "")).request()).isNull();
    assertThat(refused(OPTIONS.replace("UDP 127.0.0.1:5070", "UDP ,")).request()).isNull();
    assertThat(refused(OPTIONS.replace("rport", "\0\r\nv: SIP/2.0/UDP b")).request()).isNull();
  }

  @Test
  void whereARequestCameFrom() throws Exception {
    for (String via :
        new String[] {";rport", ";rport=1;Received=6.6.6.6", " ;\r\n rport ;received=6"}) {
      SipRequest request =
          parse(OPTIONS.replace(";rport", via + ",SIP/2.0/TCP b;rport;received=c"));
      request.receivedFrom("::1", 5071, 120);
      assertThat(request.header(HeaderName.VIA).replace(" ", ""))
          .isEqualTo(
              "SIP/2.0/UDP127.0.0.1:5070;branch=z9hG4bK-1;received=::1;rport=5071"
                  + ",SIP/2.0/TCPb;rport;received=c");
      assertThat(request.topVia().rport()).isEqualTo(5071);
    }
    SipRequest request = parse(OPTIONS.replace(";rport", ""));
    request.receivedFrom("192.0.2.1", 5071, 0);
    assertThat(request.topVia().rport()).isEqualTo(-1);
    assertThat(request.topVia().received()).isEqualTo("192.0.2.1");
  }

  @Test
  void keepWithoutAValueGetsOne() throws Exception {
    String[][] cases = {
      {";keep", ";keep=120"},
      {";KEEP;rport", ";KEEP=120"},
      {";keep;keep", ";keep=120;keep"},
      {";keep=30", ";keep=30"},
      {";keepalive", ";keepalive"}
    };
    for (String[] each : cases) {
      SipRequest request = parse(OPTIONS.replace(";rport", each[0]));
      assertThat(request.viaSummary().asksToKeep()).isEqualTo(each[1].contains("120"));
      request.receivedFrom("::1", 5071, 120);
      assertThat(request.header(HeaderName.VIA)).contains("z9hG4bK-1" + each[1] + ";received=::1");
      SipRequest left = parse(OPTIONS.replace(";rport", each[0]));
      left.receivedFrom("::1", 5071, 0);
      assertThat(left.header(HeaderName.VIA)).doesNotContain("120");
    }
  }

  @Test
  void overlay() throws Exception {
    SipRequest request = parse(OPTIONS.replace("rport", "rport , SIP/2.0/TCP h2"));
    Via top = request.topVia();
    request.replaceFirst(Headers.VIA, top.with("received", "::1").with("rport", "9"));
    request.addFirst(HeaderName.VIA, "SIP/2.0/UDP me;branch=z9hG4bKx");
    SipMessage read = SipParser.parse(request.toBytes());
    assertThat(read.list(Headers.VIA))
        .extracting(Via::host)
        .containsExactly("me", "127.0.0.1", "h2");
    assertThat(read.list(Headers.VIA).get(1).rport()).isEqualTo(9);
    assertThat(read.list(Headers.VIA).get(1)).asString().contains(";received=::1");
    read.removeFirst(Headers.VIA);
    read.removeFirst(Headers.VIA);
    assertThat(read.topVia().transport()).isEqualTo("TCP");
    assertThrows(
        IllegalArgumentException.class, () -> request.set(HeaderName.SUBJECT, "x\r\nTo: y"));
  }
}
