package org.sipasync.sip.transaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;

/** A loop driven by hand, and one user and peer that note what they are told. */
final class Bench implements AutoCloseable, ServerUser, ClientUser<String> {
  final TestClock clock = new TestClock();
  final EventLoop loop = new EventLoop(clock);
  final TransactionTable table = new TransactionTable();
  final FixedDelays delays = new FixedDelays(loop);
  final Context context = new Context(table, delays, TimerValues.DEFAULT);
  final List<String> sent = new ArrayList<>();
  final List<String> told = new ArrayList<>();
  final TransactionKey.Factory keys = new TransactionKey.Factory(new SipHash(1, 2));
  final TransactionKey key = keys.byBranch(bytes("z9hG4bK1"), bytes("a:5060"), method("INVITE"));
  boolean reliable;
  final Peer peer =
      new Peer() {
        @Override
        public void send(byte[] message) {
          sent.add(new String(message, US_ASCII));
        }

        @Override
        public boolean isReliable() {
          return reliable;
        }
      };

  static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  static TransactionKey.Method method(String name) {
    return new TransactionKey.Method(name);
  }

  /** Lets time pass in steps of 100 ms. */
  void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 100) {
      clock.pass(Duration.ofMillis(Math.min(100, left)));
      runDue();
    }
  }

  /** Lets time pass at once, as after a suspended machine. */
  void jump(Duration time) {
    clock.pass(time);
    runDue();
  }

  private void runDue() {
    try {
      loop.runOnce(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onAck() {
    told.add("ack");
  }

  @Override
  public void onTimeout() {
    told.add("timeout");
  }

  @Override
  public void onTransportError() {
    told.add("transport error");
  }

  @Override
  public void onResponse(int status, String response) {
    told.add(response);
  }

  @Override
  public void close() {
    loop.close();
  }
}
