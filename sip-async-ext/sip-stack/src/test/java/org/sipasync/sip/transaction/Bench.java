package org.sipasync.sip.transaction;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transport.RecordingFlow;
import org.sipasync.sip.transport.Transport;

/** A loop driven by hand, and one user and peer that note what they are told. */
final class Bench implements AutoCloseable, ServerUser, ClientEvents.Invite<String> {
  private static final SipHash HASH = new SipHash(1, 2);

  final TestClock clock = new TestClock();
  final EventLoop loop = new EventLoop(clock);
  final TransactionTable table = new TransactionTable();
  final FixedDelays delays = new FixedDelays(loop);
  final Context context = new Context(table, delays, TimerValues.DEFAULT);
  final RecordingFlow flow = new RecordingFlow(Transport.UDP);
  final List<String> sent = flow.sent;
  final List<String> told = new ArrayList<>();
  final Arrival arrival = arrival("z9hG4bK1");
  final TransactionKey key = arrival.key();
  int terminated;
  int cancels;

  Arrival arrival(String branch) {
    return new Arrival(key(branch), flow, 100, 0, false);
  }

  static TransactionKey key(String text) {
    byte[] bytes = bytes(text);
    return HASH.hash128(bytes, bytes.length);
  }

  static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
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
  public void onCancel(SipRequest cancel, ServerTransaction cancelTransaction) {
    throw new AssertionError("the machine knows no CANCEL");
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
  public void onTerminated() {
    terminated++;
  }

  @Override
  public byte[] ackFor(String response) {
    return bytes("ACK " + response);
  }

  @Override
  public void sendCancel() {
    cancels++;
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
