package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RoundTripTest {
  private static final String TOKEN = "abcXYZ019-.!%*_+`'~";

  @Provide
  Arbitrary<String> tokens() {
    return Arbitraries.strings().withChars(TOKEN).ofMinLength(1).ofMaxLength(12);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withChars('\u00e4', '\u4e2d', '"', '\\')
        .ofMaxLength(40);
  }

  @Provide
  Arbitrary<List<String>> fields() {
    return Combinators.combine(tokens(), texts()).as((n, v) -> "X" + n + ": " + v.strip()).list();
  }

  private static String message(List<String> fields) {
    String extra = String.join("\r\n", fields);
    return SipParserTest.OPTIONS.replace(
        "X-Odd:", extra + (extra.isEmpty() ? "" : "\r\n") + "X-Odd:");
  }

  @Property(tries = 300)
  void whatIsReadIsWritten(@ForAll("fields") @Size(max = 30) List<String> fields) throws Exception {
    SipMessage first = SipParser.parse(message(fields).getBytes(UTF_8));
    SipMessage second = SipParser.parse(first.toBytes());
    assertThat(second.names()).isEqualTo(first.names());
    for (HeaderName name : first.names())
      assertThat(second.headers(name)).isEqualTo(first.headers(name));
  }

  @Property(tries = 300)
  void whatIsSetIsRead(@ForAll("tokens") String name, @ForAll("texts") String text)
      throws Exception {
    SipRequest request = SipParserTest.parse(SipParserTest.OPTIONS);
    HeaderName header = HeaderName.of("Y" + name);
    request.add(header, text.strip());
    request.set(HeaderName.SUBJECT, "1");
    request.set(HeaderName.SUBJECT, text.strip());
    request.remove(HeaderName.of("X-Odd"));
    SipMessage read = SipParser.parse(request.toBytes());
    assertThat(read.headers(header)).containsExactly(text.strip());
    assertThat(read.headers(HeaderName.SUBJECT)).containsExactly(text.strip());
    assertThat(read.has(HeaderName.of("X-Odd"))).isFalse();
    assertThat(read.callId()).isEqualTo("c1@x");
  }

  @Property(tries = 300)
  void addresses(
      @ForAll("texts") String name, @ForAll("texts") String user, @ForAll("tokens") String tag)
      throws Exception {
    SipUri uri = SipUri.of(user.isEmpty() ? "u" : user, "h.example", 5060).with("x", user);
    NameAddr address =
        new NameAddr(name.isBlank() ? null : name, uri, Parameters.NONE).with("tag", tag);
    NameAddr read = NameAddr.parse(address.toString());
    assertThat(read).isEqualTo(address);
    assertThat(((SipUri) read.uri()).user()).isEqualTo(user.isEmpty() ? "u" : user);
  }

  @Property(tries = 200)
  void cutsDoNotMatter(@ForAll List<@IntRange(min = 1, max = 300) Integer> cuts) throws Exception {
    byte[] stream = (SipParserTest.OPTIONS + "\r\n\r\n" + SipParserTest.OPTIONS).getBytes(UTF_8);
    List<String> found = new ArrayList<>();
    StreamFraming framing =
        new StreamFraming(
            new StreamFraming.Listener() {
              @Override
              public void message(byte[] data) {
                found.add(new String(data, UTF_8));
              }

              @Override
              public void ping() {}

              @Override
              public void pong() {}
            });
    int from = 0;
    for (int cut : cuts) {
      int to = Math.min(stream.length, from + cut);
      framing.feed(ByteBuffer.wrap(stream, from, to - from));
      from = to;
    }
    framing.feed(ByteBuffer.wrap(stream, from, stream.length - from));
    assertThat(found).containsExactly(SipParserTest.OPTIONS, SipParserTest.OPTIONS);
  }
}
