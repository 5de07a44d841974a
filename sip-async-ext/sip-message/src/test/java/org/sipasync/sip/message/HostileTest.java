package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages of 64 KB that are made to cost. */
class HostileTest {
  private static byte[] with(String lines) {
    return SipParserTest.OPTIONS.replace("X-Odd:", lines + "\r\nX-Odd:").getBytes(UTF_8);
  }

  private static List<byte[]> messages() {
    String vias = "v: SIP/2.0/UDP a\r\n".repeat(3_000);
    String folds = "Subject: a" + "\r\n ".repeat(20_000);
    return List.of(
        with("Subject: " + "x".repeat(64_000)),
        with(vias.strip()),
        with("v: SIP/2.0/UDP a" + ",SIP/2.0/UDP a".repeat(570)),
        with("Retry-After: 1 " + "(".repeat(8_000)),
        with("Contact: " + "\"\\\"".repeat(2_700)),
        with("Contact: " + "<sip:a>,".repeat(1_000) + "<sip:a>"),
        with("Contact: <sip:a" + ";p".repeat(4_000) + ">"),
        with(folds),
        with("a: b" + ("\r\n" + "a".repeat(240) + ": b").repeat(255)),
        with("Accept: a/b" + ",a/b".repeat(2_000)));
  }

  @Test
  @Tag("C-F7")
  void eachIsRefusedAtOnceOrWhenRead() {
    for (byte[] data : messages()) assertThat(refusal(data)).isNotNull();
  }

  /** Time for 64 KB, the best of many: tells a quadratic step from a slow machine. */
  @Test
  @Tag("load")
  void eachInLessThanAMillisecond() {
    for (byte[] data : messages()) {
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 2_000; i++) {
        long start = System.nanoTime();
        refusal(data);
        best = Math.min(best, System.nanoTime() - start);
      }
      assertThat(best).isLessThan(1_000_000);
    }
  }

  private static String refusal(byte[] data) {
    try {
      SipMessage message = SipParser.parse(data);
      message.list(Headers.CONTACT);
      message.list(Headers.RETRY_AFTER);
      message.list(Headers.ACCEPT);
      return null;
    } catch (ParseException e) {
      return e.reason();
    }
  }
}
