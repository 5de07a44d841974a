package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages of up to 64 KB that are made to cost: refused, with little garbage, in little time. */
class HostileTest {
  private static final List<HeaderType<?>> READ =
      List.of(Headers.CONTACT, Headers.RETRY_AFTER, Headers.ACCEPT, Headers.REPLACES, Headers.DATE);

  private static byte[] with(String lines) {
    return SipParserTest.OPTIONS.replace("X-Odd:", lines + "\r\nX-Odd:").getBytes(UTF_8);
  }

  private static byte[] uri(String uri) {
    return SipParserTest.OPTIONS.replace("sip:bob@127.0.0.1:5060", uri).getBytes(UTF_8);
  }

  private static Map<byte[], String> refused() {
    Map<byte[], String> all = new LinkedHashMap<>();
    all.put(with("Subject: " + "x".repeat(64_000)), "400 Header Too Long");
    all.put(with("Subject: a" + "\r\n ".repeat(20_000) + "b"), "400 Header Too Long");
    all.put(with("v:a\r\n".repeat(10_000) + "a: b"), "400 Too Many Headers");
    all.put(with("v: SIP/2.0/UDP a\r\n".repeat(200) + "a: b"), "400 Too Many Via Entries");
    all.put(with("v: SIP/2.0/UDP a" + ",SIP/2.0/UDP a".repeat(570)), "400 Too Many Via Entries");
    all.put(with("v: SIP/2.0/UDP a" + ";p".repeat(4_000)), "400 Too Many Parameters in Via");
    all.put(with("v: " + ",".repeat(8_000)), "400 Bad Via");
    all.put(with("a: b" + "\r\na: b".repeat(9_000)), "400 Too Many Headers");
    all.put(with("a:\r\n".repeat(9_000) + "\0"), "400 Too Many Headers");
    all.put(uri("sip:a" + ";p".repeat(8_000)), "414 Request-URI Too Long");
    all.put(uri("sip:a" + ";p".repeat(4_000)), "400 Too Many Parameters in Request-URI");
    all.put(uri("sip:" + "@".repeat(8_000)), "400 Bad Request-URI");
    all.put(uri("sip:[" + ":".repeat(8_000)), "400 Bad Request-URI");
    all.put(with("Retry-After: 1 " + "(".repeat(8_000)), "400 Bad Retry-After");
    all.put(with("Retry-After: 1 " + "(\\)".repeat(2_600)), "400 Bad Retry-After");
    all.put(with("Contact: " + "\"\\\"".repeat(2_600)), "400 Bad Contact");
    all.put(with("Contact: " + "\"".repeat(8_000)), "400 Bad Contact");
    all.put(with("Contact: " + "<".repeat(8_000)), "400 Bad Contact");
    all.put(with("Contact: " + "a ".repeat(4_000)), "400 Bad Contact");
    all.put(with("Contact: <sip:a>" + ",<sip:a>".repeat(1_000)), "400 Too Many Contact Entries");
    all.put(
        with("Contact: <sip:a" + ";p".repeat(4_000) + ">"), "400 Too Many Parameters in Contact");
    all.put(with("Accept: a/b" + ",a/b".repeat(2_000)), "400 Too Many Accept Entries");
    all.put(with("Replaces: a" + ";to-tag=1".repeat(800)), "400 Too Many Parameters in Replaces");
    all.put(with("Date: " + "1 ".repeat(4_000)), "400 Bad Date");
    return all;
  }

  @Test
  @Tag("C-F7")
  void eachIsRefusedAtOnceOrWhenRead() {
    refused().forEach((data, refusal) -> assertThat(refusal(data)).isEqualTo(refusal));
  }

  /** Garbage is counted, not time: what builds objects for each comma or parameter shows here. */
  @Test
  @Tag("C-F7")
  void eachAllocatesLittle() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    refused()
        .forEach(
            (data, refusal) -> {
              refusal(data);
              long before = threads.getThreadAllocatedBytes(id);
              refusal(data);
              long bytes = threads.getThreadAllocatedBytes(id) - before;
              assertThat(bytes).as(refusal).isLessThan(64 * 1024);
            });
  }

  /** A stream that never ends a header holds one message at most. */
  @Test
  @Tag("C-A6")
  void endlessHeadsEnd() {
    for (String part : List.of("x", "X: y\r\n", "X: y\r\n ", "\r\nx")) {
      StreamFraming framing = new StreamFraming(new StreamFramingTest());
      int sent = 0;
      try {
        framing.feed(ByteBuffer.wrap("BYE sip:b SIP/2.0\r\n".getBytes(UTF_8)));
        for (; sent < 2 * Limits.MESSAGE; sent += part.length())
          framing.feed(ByteBuffer.wrap(part.getBytes(UTF_8)));
      } catch (FramingException e) {
        assertThat(framing.buffered()).isZero();
      }
      assertThat(sent).as(part).isLessThanOrEqualTo(Limits.MESSAGE);
    }
  }

  /** Time for 64 KB, the best of many: tells a quadratic step from a slow machine. */
  @Test
  @Tag("load")
  void eachInLessThanAMillisecond() {
    refused()
        .forEach(
            (data, refusal) -> {
              long best = Long.MAX_VALUE;
              for (int i = 0; i < 2_000; i++) {
                long start = System.nanoTime();
                refusal(data);
                best = Math.min(best, System.nanoTime() - start);
              }
              assertThat(best).as(refusal).isLessThan(1_000_000);
            });
  }

  /** Parses, and reads some headers; null if nothing was refused. */
  private static String refusal(byte[] data) {
    try {
      SipMessage message = SipParser.parse(data);
      for (HeaderType<?> type : READ) message.list(type);
      return null;
    } catch (ParseException e) {
      return e.status() + " " + e.reason();
    }
  }
}
