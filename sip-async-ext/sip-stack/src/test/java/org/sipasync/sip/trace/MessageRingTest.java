package org.sipasync.sip.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sipasync.admin.CapturedMessage;

/** The ring of the last messages: bounds, contents, readers beside the writer. */
class MessageRingTest {
  private static List<CapturedMessage> all(MessageRing ring) {
    List<CapturedMessage> all = new ArrayList<>();
    ring.forEach(all::add);
    return all;
  }

  private static void take(MessageRing ring, int from, int to) {
    for (int i = from; i < to; i++) {
      ring.take(Captures.received(Captures.request("call-" + i, i)));
    }
  }

  @Test
  @DisplayName("A message comes back as it was, with what tells it apart")
  void message() {
    MessageRing ring = new MessageRing(10, 10_000);
    assertThat(all(ring)).isEmpty();
    take(ring, 0, 1);
    CapturedMessage message = all(ring).get(0);
    assertThat(new String(message.content())).isEqualTo(Captures.request("call-0", 0));
    assertThat(message.number()).isZero();
    assertThat(message.at()).isEqualTo(Instant.parse("2023-11-14T22:13:20.123456Z"));
    assertThat(message.isReceived()).isTrue();
    assertThat(message.transport()).isEqualTo("UDP");
    assertThat(message.local()).isEqualTo(Captures.HERE);
    assertThat(message.remote()).isEqualTo(Captures.PEER);
    assertThat(message.startLine()).isEqualTo("OPTIONS sip:b@example.com SIP/2.0");
    assertThat(message.callId()).isEqualTo("call-0");
    assertThat(message.cseq()).isEqualTo("0 OPTIONS");
    assertThat(message.method()).isEqualTo("OPTIONS");
    assertThat(message.status()).isZero();
    assertThat(CapturedMessage.tagOf(message.from())).isEqualTo("1");
    assertThat(CapturedMessage.tagOf(message.to())).isEmpty();
  }

  @Test
  @DisplayName("The number of messages is bounded, the oldest go first")
  void count() {
    MessageRing ring = new MessageRing(7, 100_000);
    take(ring, 0, 100);
    assertThat(all(ring))
        .extracting(CapturedMessage::callId)
        .containsExactly(
            "call-93", "call-94", "call-95", "call-96", "call-97", "call-98", "call-99");
  }

  @Test
  @DisplayName(
      "The number of bytes is bounded, also across the ring's end; too large ones are left out")
  void bytes() {
    int one = Captures.request("call-10", 10).length();
    MessageRing ring = new MessageRing(1_000, 3 * one + one / 2);
    take(ring, 10, 100);
    List<CapturedMessage> kept = all(ring);
    assertThat(kept)
        .extracting(CapturedMessage::callId)
        .containsExactly("call-97", "call-98", "call-99");
    assertThat(new String(kept.get(0).content())).isEqualTo(Captures.request("call-97", 97));
    ring.take(Captures.received("x".repeat(4 * one)));
    assertThat(all(ring)).hasSize(3);
  }

  @Test
  @DisplayName("Malformed messages are kept, too")
  void malformed() {
    MessageRing ring = new MessageRing(10, 10_000);
    for (String text :
        List.of("\0\u0001", "\r\n\r\n", "a", "SIP/2.0 2", ": \r\n: x\r\n", "é\n\n\n")) {
      ring.take(Captures.received(text));
    }
    assertThat(all(ring))
        .hasSize(6)
        .allSatisfy(
            message -> {
              assertThat(message.callId()).isEmpty();
              assertThat(message.status()).isZero();
              assertThat(message.method()).isNotNull();
            });
  }

  @Test
  @DisplayName("A reader beside a writer sees whole messages in order, and the writer never waits")
  void concurrent() throws InterruptedException {
    MessageRing ring = new MessageRing(16, 4_000);
    AtomicBoolean ended = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              take(ring, 0, 30_000);
              ended.set(true);
            });
    writer.start();
    do {
      long[] last = {-1};
      ring.forEach(
          message -> {
            assertThat(message.number()).isGreaterThan(last[0]);
            last[0] = message.number();
            int cseq = Integer.parseInt(message.cseq().split(" ")[0]);
            assertThat(new String(message.content()))
                .isEqualTo(Captures.request("call-" + cseq, cseq));
            assertThat(message.number()).isEqualTo(cseq);
          });
    } while (!ended.get());
    writer.join();
    assertThat(all(ring)).last().extracting(CapturedMessage::callId).isEqualTo("call-29999");
  }
}
