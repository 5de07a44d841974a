package org.sipasync.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.TransportCounters.Counter;

/** Malformed requests: answered well-formed, over TCP on a connection that lives on. */
class MalformedTest extends TransportTest {
  /** A request, changed by replacing text; \n stands for CRLF. */
  private static String changed(String transport, String from, String to) {
    String request = Texts.options(transport, "192.0.2.1;rport", 1);
    String changed = request.replace(line(from), line(to));
    assertThat(changed).isNotEqualTo(request);
    return changed;
  }

  private static String line(String text) {
    return text.replace("\\n", "\r\n");
  }

  private static SipResponse parsed(String text) {
    try {
      return (SipResponse) SipParser.parse(text.getBytes(ISO_8859_1));
    } catch (ParseException e) {
      throw new AssertionError("refusal is malformed itself, " + e.reason() + ": " + text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      Content-Length: 0 | Content-Length: -5                      | 400 Bad Content-Length
      Content-Length: 0 | Content-Length: 0\\nContent-Length: 0    | 400 Duplicate Content-Length
      Content-Length: 0 | Content-Length: 10                      | 400 Content-Length Exceeds Message
      CSeq: 1 OPTIONS   | CSeq: one OPTIONS                       | 400 Bad CSeq
      CSeq: 1 OPTIONS   | CSeq: 1 INVITE                          | 400 CSeq Names Another Method
      CSeq: 1 OPTIONS   | CSeq: 1 OPTIONS\\nCSeq: 2 OPTIONS        | 400 Duplicate CSeq
      Call-ID: call-1   | Call-ID:                                | 400 Bad Call-ID
      Call-ID: call-1   | X: y                                    | 400 Missing Call-ID
      Call-ID: call-1   | Call-ID: a\\nCall-ID: b                  | 400 Duplicate Call-ID
      From: <           | From: <sip:a@b>\\nFrom: <                | 400 Duplicate From
      To: <             | To: <sip:a@b>\\nTo: <                    | 400 Duplicate To
      SIP/2.0\\n        | SIP/7.0\\n                               | 505 Version Not Supported
      sip:bob@192.0.2.4 SIP | sip:2001:db8::10 SIP                | 400 Bad Request-URI
      sip:bob@192.0.2.4 SIP | unknown:bob SIP                     | 416 Unsupported URI Scheme
      """)
  @Tag("C-F1")
  @Tag("C-F4")
  @Tag("C-F8")
  void udpGetsAWellFormedRefusal(String from, String to, String expected) throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    send(client, server, changed("UDP", from, to));
    String answer = receive(client);
    assertThat(answer).startsWith("SIP/2.0 " + expected + "\r\n");
    assertThat(parsed(answer).status()).isEqualTo(Integer.parseInt(expected.substring(0, 3)));
    assertThat(answer).containsPattern("To: <sip:[^>]+>;tag=\\w+\r\n");
    assertThat(answer.lines().findFirst().orElseThrow()).matches("\\p{Print}+");
    assertThat(user.requests).isEmpty();
    assertThat(count(Counter.REFUSALS_SENT)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      CSeq: 1 OPTIONS       | CSeq: one OPTIONS        | 400 Bad CSeq
      Call-ID: call-1\\n    | ''                       | 400 Missing Call-ID
      To: <                 | To: <sip:a@b>\\nTo: <    | 400 Duplicate To
      SIP/2.0\\n            | SIP/7.0\\n               | 505 Version Not Supported
      sip:bob@192.0.2.4 SIP | unknown:bob SIP          | 416 Unsupported URI Scheme
      """)
  @Tag("C-F2")
  @Tag("C-F8")
  void tcpAnswersAndStays(String from, String to, String expected) throws IOException {
    SocketChannel client = connect(listen(Transport.TCP));
    user.answer = 200;
    String bad = changed("TCP", from, to);
    send(client, bad + Texts.options("TCP", "192.0.2.1", 2));
    StringBuilder text = new StringBuilder();
    until(() -> appendFrom(client, text) >= 0 && text.toString().contains("SIP/2.0 200"));
    assertThat(text.toString()).startsWith("SIP/2.0 " + expected + "\r\n");
    assertThat(user.closed).isEmpty();
    assertThat(user.requests).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      Content-Length: 0 | Content-Length: -5
      Content-Length: 0 | Content-Length: 0\\nContent-Length: 10
      Content-Length: 0 | Content-Length: 99999
      """)
  @Tag("C-F8")
  void tcpAnswersWhatItCannotFrameAndEnds(String from, String to) throws IOException {
    SocketChannel client = connect(listen(Transport.TCP));
    send(client, changed("TCP", from, to));
    assertThat(readToEnd(client)).matches("(?s)SIP/2.0 (400|413|513) .*Content-Length: 0\r\n\r\n");
    assertThat(user.requests).isEmpty();
    client.close();
    until(() -> user.closed.size() == 1);
  }

  @Test
  @Tag("C-F1")
  void aRetransmissionGetsTheSameToTag() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    String bad = changed("UDP", "CSeq: 1", "CSeq: x");
    send(client, server, bad);
    String first = receive(client);
    send(client, server, bad);
    assertThat(receive(client)).isEqualTo(first);
  }

  @Test
  @Tag("C-F1")
  void neitherAckNorResponseIsAnswered() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    send(client, server, changed("UDP", "CSeq: 1 ", "CSeq: x ").replace("OPTIONS", "ACK"));
    send(client, server, Texts.options("TCP", "127.0.0.1;rport", 1).replace("OPTIONS", "ACK"));
    send(client, server, Texts.response("UDP", "127.0.0.1").replace("CSeq: 1", "CSeq: x"));
    until(() -> count(Counter.MALFORMED_DROPPED) == 3);
    assertSilent(client);
  }

  @Test
  @Tag("C-F7")
  void thousandsOfUriParametersAreRefused() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    String uri = "sip:bob@192.0.2.4" + ";a=b".repeat(1_500);
    send(client, server, changed("UDP", "sip:bob@192.0.2.4 SIP", uri + " SIP"));
    assertThat(receive(client)).matches("(?s)SIP/2.0 4\\d\\d .*Request-URI.*");
  }

  @Test
  @Tag("C-A3")
  @Tag("C-F9")
  void malformedDatagramsLeaveOneCleanLinePerCause() throws IOException {
    InetSocketAddress server = listen(Transport.UDP);
    DatagramChannel client = datagrams("127.0.0.1");
    String evil = "Call-ID: evil\u001b[2J\u0085" + "x".repeat(5_000);
    String bad = changed("UDP", "CSeq: 1", "CSeq: x").replace("Call-ID: call-1", evil);
    for (int i = 0; i < 2_000; i++) {
      send(client, server, i % 2 == 0 ? bad : bad.replace("SIP/2.0\r", "SIP/9.0\r"));
      loop.runOnce(0);
    }
    until(() -> count(Counter.MALFORMED) == 2_000);
    assertThat(log.lines).hasSize(2);
    assertThat(log.lines).allMatch(line -> line.length() < 600 && line.matches("[\\p{Print}…?]+"));
    assertThat(count(Counter.REFUSALS_SENT)).isLessThanOrEqualTo(1_000);
    assertThat(count(Counter.MALFORMED_DROPPED)).isEqualTo(2_000 - count(Counter.REFUSALS_SENT));
    clock.pass(java.time.Duration.ofSeconds(61));
    send(client, server, bad);
    until(() -> log.lines.size() == 3);
    assertThat(log.lines.get(2)).contains("999 more");
  }
}
