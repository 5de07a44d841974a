package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StreamFramingTest implements StreamFraming.Listener {
  private final List<String> events = new ArrayList<>();
  private final StreamFraming framing = new StreamFraming(this);

  @Override
  public void message(byte[] data) {
    events.add(new String(data, UTF_8));
  }

  @Override
  public void ping() {
    events.add("ping");
  }

  @Override
  public void pong() {
    events.add("pong");
  }

  private void feed(String text) throws FramingException {
    framing.feed(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @Test
  @Tag("C-F8")
  void twoMessagesInOneWriteCutAnywhere() throws Exception {
    String a = "OPTIONS sip:a SIP/2.0\r\nl:\r\n 5\r\nTo: x\r\n\r\n12345";
    String b = "BYE sip:b SIP/2.0\r\n\r\n";
    byte[] stream = ("\r\n\r\n" + a + b + "\r\n\r\n" + a).getBytes(UTF_8);
    Random random = new Random(1);
    for (int run = 0; run < 500; run++) {
      events.clear();
      StreamFraming framing = new StreamFraming(this);
      int cut = run < stream.length ? run : random.nextInt(stream.length);
      framing.feed(ByteBuffer.wrap(stream, 0, cut));
      for (int i = cut; i < stream.length; ) {
        int bytes = Math.min(stream.length - i, 1 + random.nextInt(run % 7 == 0 ? 1 : 40));
        framing.feed(ByteBuffer.wrap(stream, i, bytes));
        i += bytes;
      }
      assertThat(events.stream().filter(e -> e.length() > 4)).containsExactly(a, b, a);
      assertThat(framing.inMessage()).isFalse();
    }
  }

  @Test
  void aPingIsOneHoweverItIsCut() throws Exception {
    for (String part : new String[] {"\r\n\r\n", "\r\n", "\r\n", "\r", "\n\r", "\n"}) feed(part);
    assertThat(events).containsExactly("ping", "ping", "ping");
    assertThat(framing.inMessage()).isFalse();
  }

  @Test
  void thePongOfAPingOfOursIsToldAtOnce() throws Exception {
    framing.expectPong();
    feed("\r\n");
    assertThat(events).containsExactly("pong");
    feed("\r\n");
    assertThat(events).containsExactly("pong");
    feed("\r\n");
    assertThat(events).containsExactly("pong", "ping");
  }

  @Test
  void aCrlfBeforeAMessageIsPadding() throws Exception {
    feed("\r\n");
    feed("BYE sip:b SIP/2.0\r\n\r\n");
    assertThat(events).containsExactly("pong", "BYE sip:b SIP/2.0\r\n\r\n");
  }

  private FramingException lost(String text) {
    StreamFraming other = new StreamFraming(this);
    byte[] data = text.getBytes(UTF_8);
    return assertThrows(FramingException.class, () -> other.feed(ByteBuffer.wrap(data)));
  }

  /** Lost with what an answer can be built from, which is a whole response. */
  private void refused(String text, FramingException.Kind kind, int status, String reason)
      throws Exception {
    FramingException e = lost(text);
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.refusal().status()).isEqualTo(status);
    assertThat(e.refusal().reason()).isEqualTo(reason);
    SipResponse answer = e.refusal().request().response(status, reason);
    SipMessage read = SipParser.parse(answer.toBytes());
    assertThat(read.topVia().branch()).isEqualTo("z9hG4bK-1");
    assertThat(read.callId()).isEqualTo("c1@x");
    assertThat(events).isEmpty();
  }

  private static String options(String contentLength) {
    return SipParserTest.OPTIONS.replace("Content-Length: 0", contentLength);
  }

  @Test
  @Tag("C-F8")
  void lengthsThatCannotBeTrusted() throws Exception {
    FramingException.Kind bad = FramingException.Kind.BAD_CONTENT_LENGTH;
    refused(options("l: 1\r\nContent-Length: 1"), bad, 400, "Duplicate Content-Length");
    for (String value : new String[] {"-5", "x", "", "5 5", "5,5", "+5", "5\r\n 5", "99999999999"})
      refused(options("l: " + value), bad, 400, "Bad Content-Length");
  }

  @Test
  @Tag("C-A6")
  void messagesTooLong() throws Exception {
    FramingException.Kind large = FramingException.Kind.TOO_LARGE;
    refused(options("l: 65536"), large, 413, "Request Entity Too Large");
    refused(options("X: " + "y".repeat(70_000)), large, 513, "Message Too Large");
    refused(options("X: y\r\n".repeat(20_000)), large, 513, "Message Too Large");
    assertThat(lost("x".repeat(70_000)).refusal()).isNull();
  }

  /** Bytes that may hide a Content-Length from one of two readers. */
  @Test
  @Tag("C-F8")
  void headersThatCannotBeTrusted() throws Exception {
    FramingException.Kind bad = FramingException.Kind.BAD_HEADER;
    for (String line : new String[] {"Content-Length\r\n : 5", "Content-Length\0: 5", "l", ": 5"})
      refused(options(line), bad, 400, "Bad Header Name");
    for (String line : new String[] {"X: y\nl: 5", "X: y\rl: 5", "l: 5\r\r\n"})
      refused(options(line), bad, 400, "Bad Line End");
    assertThat(lost("BYE sip:b SIP/2.0\nl: 0\n\n").refusal()).isNull();
  }

  /** The message is refused by the parser; the stream goes on. */
  @Test
  @Tag("C-F2")
  void otherFaultsLeaveTheStreamAlone() throws Exception {
    String bad = SipParserTest.OPTIONS.replace("7 OPTIONS", "one OPTIONS").replace("c1@x", "\0");
    String line = SipParserTest.OPTIONS.replace("X-Odd: ", "X-Odd: " + "y".repeat(9_000));
    feed(bad + line + SipParserTest.OPTIONS);
    assertThat(events).containsExactly(bad, line, SipParserTest.OPTIONS);
  }

  @Test
  void noSip() {
    for (String text : new String[] {"\u0016\u0003\u0001", "\r\rx", "\n", "\u00e4"}) {
      assertThat(lost(text).kind()).isEqualTo(FramingException.Kind.NOT_SIP);
      assertThat(lost(text).refusal()).isNull();
    }
  }
}
