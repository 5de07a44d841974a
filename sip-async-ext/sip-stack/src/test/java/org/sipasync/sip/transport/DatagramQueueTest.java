package org.sipasync.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A socket that is full: loopback sockets never are. */
class DatagramQueueTest extends TransportTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 9);

  private final List<Integer> sent = new ArrayList<>();
  private boolean isFull = true;

  private DatagramQueue queue() {
    TransportLimits limits =
        new TransportLimits(1, 65_535, 100, 1, false, ConnectionLimits.DEFAULTS);
    TransportContext context =
        new TransportContext(
            loop, limits, user, new TransportCounters(), new org.sipasync.support.LimitedLog(log));
    return new DatagramQueue(context, (data, to) -> isFull ? 0 : take(data.remaining()));
  }

  private int take(int length) throws IOException {
    if (length == 66) {
      throw new IOException("no such host");
    }
    sent.add(length);
    return length;
  }

  private void send(DatagramQueue queue, int length) {
    queue.send(new byte[length], PEER, () -> user.events.add("failed " + length));
  }

  @Test
  void datagramsWaitInOrderUpToTheBound() throws IOException {
    DatagramQueue queue = queue();
    send(queue, 60);
    send(queue, 41);
    send(queue, 40);
    assertThat(queue.isEmpty()).isFalse();
    assertThat(user.events).isEmpty();
    rounds(1);
    assertThat(user.events).containsExactly("failed 41");
    queue.sendWaiting();
    assertThat(sent).isEmpty();
    isFull = false;
    queue.sendWaiting();
    assertThat(sent).containsExactly(60, 40);
    assertThat(queue.isEmpty()).isTrue();
    send(queue, 99);
    assertThat(sent).containsExactly(60, 40, 99);
  }

  @Test
  void oneThatFailsDoesNotHoldUpTheNext() throws IOException {
    DatagramQueue queue = queue();
    send(queue, 66);
    send(queue, 10);
    isFull = false;
    queue.sendWaiting();
    rounds(1);
    assertThat(user.events).containsExactly("failed 66");
    assertThat(sent).containsExactly(10);
  }

  @Test
  void theEndFailsWhatWaits() throws IOException {
    DatagramQueue queue = queue();
    send(queue, 10);
    queue.fail();
    rounds(1);
    assertThat(user.events).containsExactly("failed 10");
  }
}
