package org.sipasync.sip.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.transport.Flow;

/** The tap of all sinks. */
class MessageTraceTest {
  private static final byte[] REQUEST = Captures.request("c1", 1).getBytes(UTF_8);

  private final List<String> taken = new ArrayList<>();

  private void take(Capture capture) {
    taken.add(
        (capture.isReceived() ? "received " : "sent ")
            + capture.atMicros()
            + " at "
            + capture.local()
            + ", "
            + capture.length());
  }

  @Test
  @DisplayName("Each message is taken once by each sink, though another one fails")
  void failing() {
    CaptureSink failing =
        capture -> {
          throw new IllegalStateException("on purpose");
        };
    MessageTrace trace = new MessageTrace(List.of(this::take, this::take, failing), () -> 7);
    Flow flow = new Captures.FixedFlow(Captures.HERE, Captures.PEER);
    byte[] spare = java.util.Arrays.copyOf(REQUEST, REQUEST.length + 100);
    trace.received(spare, REQUEST.length, flow);
    trace.sent(REQUEST, flow);
    String rest = " 7 at /127.0.0.1:5060, " + REQUEST.length;
    assertThat(taken)
        .containsExactly("received" + rest, "received" + rest, "sent" + rest, "sent" + rest);
  }

  @Test
  @DisplayName("A listen point on all addresses is shown by the one towards the peer")
  void allAddresses() {
    MessageTrace trace = new MessageTrace(List.of(this::take), () -> 7);
    InetSocketAddress all = new InetSocketAddress("0.0.0.0", 5060);
    InetSocketAddress peer = new InetSocketAddress("127.0.0.1", 5070);
    trace.received(REQUEST, REQUEST.length, new Captures.FixedFlow(all, peer));
    assertThat(taken).containsExactly("received 7 at /127.0.0.1:5060, " + REQUEST.length);
  }
}
