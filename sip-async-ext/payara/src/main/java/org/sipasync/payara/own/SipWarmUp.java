package org.sipasync.payara.own;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.sipasync.function.WarmUp;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.transport.SipTransports;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.TransportLimits;

/**
 * Warms up the way of a request: plays OPTIONS and calls over a UDP socket of 127.0.0.1 with a
 * {@link WarmUpContainer}, on one thread.
 *
 * <pre>
 *   client socket ──▶ SipTransports ─▶ TransactionLayer ─▶ UserAgentCore ─▶ lane ─▶ servlet: 200
 *         ▲                                                                              │
 *         └──────────────────────────────────────────────────────────────────────────────┘
 * </pre>
 */
final class SipWarmUp implements WarmUp {
  private static final int MAX_REQUESTS = 30_000;
  private static final int MAX_DATAGRAM = 4_096;

  private final RandomGenerator random;
  private final ByteBuffer in = ByteBuffer.allocate(MAX_DATAGRAM);
  private final int max;
  private long end;
  private int played;

  SipWarmUp(RandomGenerator random) {
    this(random, MAX_REQUESTS);
  }

  SipWarmUp(RandomGenerator random, int max) {
    this.random = random;
    this.max = max;
  }

  @Override
  public int run(Duration time) throws IOException {
    end = System.nanoTime() + time.toNanos();
    try (EventLoop loop = new EventLoop(System::nanoTime);
        DatagramChannel client = DatagramChannel.open()) {
      WarmUpContainer container = new WarmUpContainer(loop, random);
      try (SipTransports transports =
          new SipTransports(loop, TransportLimits.DEFAULTS, container.user())) {
        InetAddress here = InetAddress.getLoopbackAddress();
        InetSocketAddress server = transports.listen(Transport.UDP, new InetSocketAddress(here, 0));
        client.configureBlocking(false);
        client.bind(new InetSocketAddress(here, 0));
        client.connect(server);
        int port = ((InetSocketAddress) client.getLocalAddress()).getPort();
        WarmUpMessages messages = new WarmUpMessages(port, server.getPort());
        while (played < max && play(loop, client, messages)) {
          played += WarmUpMessages.PER_ROUND;
        }
      }
    }
    return played;
  }

  /** Plays a few OPTIONS and one call; false if an answer is missing. */
  private boolean play(EventLoop loop, DatagramChannel client, WarmUpMessages messages)
      throws IOException {
    for (int i = 0; i < WarmUpMessages.OPTIONS_PER_ROUND; i++) {
      if (exchange(loop, client, messages.next("OPTIONS")) == null) {
        return false;
      }
    }
    String answer = exchange(loop, client, messages.next("INVITE"));
    if (answer == null) {
      return false;
    }
    String toTag = WarmUpMessages.toTag(answer);
    send(client, messages.within("ACK", toTag));
    return exchange(loop, client, messages.within("BYE", toTag)) != null;
  }

  private static void send(DatagramChannel client, String message) throws IOException {
    client.write(ByteBuffer.wrap(message.getBytes(US_ASCII)));
  }

  /** Returns the final answer of a request; null once time is over. */
  private String exchange(EventLoop loop, DatagramChannel client, String request)
      throws IOException {
    send(client, request);
    while (end - System.nanoTime() > 0) {
      loop.runOnce(1);
      in.clear();
      while (client.read(in) > 0) {
        String answer = new String(in.array(), 0, in.position(), US_ASCII);
        if (answer.startsWith("SIP/2.0 2")) {
          return answer;
        }
        in.clear();
      }
    }
    return null;
  }
}
