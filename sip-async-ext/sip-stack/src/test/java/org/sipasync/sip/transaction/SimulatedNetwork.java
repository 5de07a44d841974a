package org.sipasync.sip.transaction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.TransportUser;

/**
 * A network of two hosts that loses three messages in ten, repeats two, and delays each by up to
 * 800 ms, so that they overtake each other. The seed says all of it.
 */
final class SimulatedNetwork {
  final TestClock clock = new TestClock();
  final EventLoop loop = new EventLoop(clock);
  final Random random;
  private final Link toServer = new Link("192.0.2.1", "192.0.2.2");
  private final Link toClient = new Link("192.0.2.2", "192.0.2.1");

  SimulatedNetwork(long seed) {
    random = new Random(seed);
    toServer.back = toClient;
    toClient.back = toServer;
  }

  void connect(TransportUser client, TransportUser server) {
    toServer.receiver = server;
    toClient.receiver = client;
  }

  Flow toServer() {
    return toServer;
  }

  void after(long millis, Runnable task) {
    loop.timerAfter(loop.now(), Duration.ofMillis(millis), task);
  }

  /** Lets time pass in steps of 100 ms. */
  void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 100) {
      jump(Duration.ofMillis(Math.min(100, left)));
    }
  }

  /** Lets time pass at once, as after a suspended machine. */
  void jump(Duration time) {
    clock.pass(time);
    try {
      loop.runOnce(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Link implements Flow {
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private TransportUser receiver;
    private Link back;

    Link(String local, String remote) {
      this.local = new InetSocketAddress(local, 5060);
      this.remote = new InetSocketAddress(remote, 5060);
    }

    @Override
    public void send(byte[] message, Runnable onFailed) {
      for (int copies = random.nextInt(10) < 2 ? 2 : 1; copies > 0; copies--) {
        if (random.nextInt(10) >= 3) {
          after(random.nextInt(800), () -> deliver(message.clone()));
        }
      }
    }

    private void deliver(byte[] bytes) {
      SipMessage message;
      try {
        message = SipParser.parse(bytes);
      } catch (ParseException e) {
        throw new AssertionError(e.reason(), e);
      }
      if (message instanceof SipRequest request) {
        receiver.onRequest(request, back);
      } else {
        receiver.onResponse((SipResponse) message, back);
      }
    }

    @Override
    public Transport transport() {
      return Transport.UDP;
    }

    @Override
    public InetSocketAddress local() {
      return local;
    }

    @Override
    public InetSocketAddress remote() {
      return remote;
    }
  }
}
