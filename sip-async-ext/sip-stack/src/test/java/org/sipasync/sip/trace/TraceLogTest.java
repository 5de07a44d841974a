package org.sipasync.sip.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.transport.LogLines;

/** The log of messages: readable, bounded, and nothing that a peer could forge. */
class TraceLogTest {
  private final LogLines lines = new LogLines();
  private final TestClock clock = new TestClock();

  private TraceLog log(boolean isFull, int maxPerSecond) {
    return new TraceLog(lines, isFull, maxPerSecond, clock);
  }

  @Test
  @DisplayName("One line: direction, transport, addresses, start line, CSeq, call, size")
  void line() {
    TraceLog log = log(false, 0);
    String request = Captures.request("c1", 7);
    log.take(Captures.received(request));
    InetSocketAddress peer = new InetSocketAddress("::1", 5070);
    log.take(
        Captures.of("SIP/2.0 200 OK\r\nCall-ID: c1\r\nCSeq: 7 OPTIONS\r\n\r\n", false, peer, peer));
    log.drain();
    assertThat(lines.lines())
        .containsExactly(
            "received UDP 192.0.2.7:5070 -> 127.0.0.1:5060 OPTIONS sip:b@example.com SIP/2.0,"
                + " CSeq 7 OPTIONS, call c1, "
                + request.length()
                + " bytes",
            "sent UDP [::1]:5070 -> [::1]:5070 SIP/2.0 200 OK, CSeq 7 OPTIONS, call c1, 48 bytes");
  }

  @Test
  @DisplayName("A whole message is a block whose lines begin with a bar and are cleaned and cut")
  void block() {
    TraceLog log = log(true, 0);
    log.take(
        Captures.received(
            "INVITE sip:h SIP/2.0\r\nSubject: \u001b[31m\rSEVERE: forged\nX: "
                + "y".repeat(400)
                + "\r\nAuthorization: Digest response=\"f00\"\r\n\r\n"
                + "z".repeat(5_000)));
    log.drain();
    String block = lines.lines().get(0);
    assertThat(block.lines().skip(1))
        .allMatch(line -> line.startsWith("  | ") || line.startsWith("  … "));
    assertThat(block)
        .startsWith("received UDP 192.0.2.7:5070 -> 127.0.0.1:5060, 5")
        .contains("\n  | Subject: ?[31m\n  | SEVERE: forged\n  | X: yyy")
        .contains("\n  | Authorization: Digest response=\"***\"\n  | \n  | zzz")
        .contains(" more bytes")
        .doesNotContain("f00");
    assertThat(block.length()).isLessThan(2_000);
  }

  @Test
  @DisplayName("A rate is kept if it is asked for, and what is left out is counted")
  void rate() {
    TraceLog log = log(false, 3);
    for (int i = 0; i < 10; i++) {
      log.take(Captures.received(Captures.request("c" + i, i)));
    }
    clock.pass(Duration.ofSeconds(1));
    log.take(Captures.received(Captures.request("later", 1)));
    log.drain();
    assertThat(lines.lines()).hasSize(5);
    assertThat(lines.lines().get(3)).contains("later");
    assertThat(lines.lines().get(4)).isEqualTo("7 messages were left out here");
  }

  @Test
  @DisplayName("What the log cannot keep up with is left out; the loop does not wait")
  void full() {
    TraceLog log = log(false, 0);
    for (int i = 0; i < 1_500; i++) {
      log.take(Captures.received(Captures.request("c" + i, i)));
    }
    log.drain();
    assertThat(lines.lines()).hasSize(1_001).last().isEqualTo("500 messages were left out here");
  }

  @Test
  @DisplayName("Its thread writes, and ends with it")
  void thread() {
    TraceLog log = log(false, 0).start();
    log.take(Captures.received(Captures.request("c", 1)));
    log.close();
    assertThat(lines.lines()).hasSize(1);
  }
}
