package org.sipasync.sip.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.transport.Flow;

/** CPU time that the capture of a message takes. */
@Tag("load")
class CaptureCostTest {
  private static final int MESSAGES = 1_000_000;
  private static final int ROUNDS = 5;
  private static final byte[] INVITE =
      (Captures.request("5f3a5bd1-96c9-43e0-93a8-1a8a7c2b8b44@192.0.2.7", 1)
                  .replace("OPTIONS", "INVITE")
                  .replace(
                      "\r\n\r\n",
                      "\r\nMax-Forwards: 70\r\nContact: <sip:olga@192.0.2.7:5070>\r\n"
                          + "Content-Type: application/sdp\r\nContent-Length: 127\r\n\r\n")
              + "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n"
              + "m=audio 4000 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n")
          .getBytes(UTF_8);
  private static final byte[] OK =
      Captures.request("5f3a5bd1-96c9-43e0-93a8-1a8a7c2b8b44@192.0.2.7", 1)
          .replaceFirst(".*", "SIP/2.0 200 OK")
          .getBytes(UTF_8);

  private static double microsEach(CaptureSink sink) {
    MessageTrace trace = new MessageTrace(List.of(sink), MessageTrace::nowMicros);
    Flow flow = new Captures.FixedFlow(Captures.HERE, Captures.PEER);
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (int i = 0; i < MESSAGES; i += 2) {
        trace.received(INVITE, INVITE.length, flow);
        trace.sent(OK, flow);
      }
      long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
      best = Math.min(best, nanos / 1e3 / MESSAGES);
    }
    return best;
  }

  @Test
  @DisplayName("Keeping a message takes some microseconds at most")
  void ring() throws Exception {
    double nothing = microsEach(capture -> {});
    double kept = microsEach(new MessageRing(10_000, 8 << 20));
    double sent;
    try (HepTest.Collector collector = new HepTest.Collector();
        HepSender sender =
            new HepSender(
                collector.address(),
                new HepPacket(1, "key"),
                System.getLogger(CaptureCostTest.class.getName()))) {
      sent = microsEach(sender);
    }
    System.out.printf(
        "Each message, %d and %d bytes: masked %.2f µs, masked and kept %.2f µs, sent by HEP %.2f"
            + " µs%n",
        INVITE.length, OK.length, nothing, kept, sent);
    assertThat(kept).isLessThan(10);
  }
}
