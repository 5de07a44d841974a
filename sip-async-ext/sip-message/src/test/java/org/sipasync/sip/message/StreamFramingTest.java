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
  void keepAlives() throws Exception {
    feed("\r\n\r\n");
    feed("\r\n");
    assertThat(events).containsExactly("ping", "pong");
  }

  @Test
  @Tag("C-F8")
  void lengthsThatCannotBeTrusted() {
    for (String bad :
        List.of("l: 1\r\nContent-Length: 1", "l: -5", "l: x", "l:", "l: 99999999999")) {
      StreamFraming framing = new StreamFraming(this);
      byte[] data = ("BYE sip:b SIP/2.0\r\n" + bad + "\r\n\r\n").getBytes(UTF_8);
      FramingException e =
          assertThrows(FramingException.class, () -> framing.feed(ByteBuffer.wrap(data)));
      assertThat(e.kind()).as(bad).isEqualTo(FramingException.Kind.BAD_CONTENT_LENGTH);
    }
  }

  @Test
  void bounds() throws Exception {
    assertThat(
            assertThrows(
                    FramingException.class, () -> feed("BYE sip:b SIP/2.0\r\nl: 65536\r\n\r\n"))
                .kind())
        .isEqualTo(FramingException.Kind.TOO_LARGE);
    StreamFraming other = new StreamFraming(this);
    other.feed(ByteBuffer.wrap("BYE sip:b SIP/2.0\r\nX: ".getBytes(UTF_8)));
    FramingException e =
        assertThrows(
            FramingException.class,
            () -> other.feed(ByteBuffer.wrap("y".repeat(70_000).getBytes(UTF_8))));
    assertThat(e.kind()).isEqualTo(FramingException.Kind.TOO_LARGE);
  }

  @Test
  void noSip() {
    assertThrows(FramingException.class, () -> feed("\u0016\u0003\u0001"));
  }
}
