package org.sipasync.sip.transaction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.RecordingFlow;
import org.sipasync.sip.transport.Transport;

/** A layer on a loop driven by hand, with users that note what they are told. */
final class TestLayer extends RecordingUser implements ServerUser, AutoCloseable {
  final TestClock clock = new TestClock();
  final EventLoop loop = new EventLoop(clock);
  final RecordingFlow flow = new RecordingFlow(Transport.UDP);
  final List<SipRequest> requests = new ArrayList<>();
  final List<ServerTransaction> transactions = new ArrayList<>();
  final List<SipRequest> acks = new ArrayList<>();
  final List<SipResponse> strays = new ArrayList<>();
  final List<ServerTransaction> cancels = new ArrayList<>();
  final TransactionLayer layer;

  TestLayer(TransactionSettings settings) {
    layer = new TransactionLayer(loop, this, settings, new Random(1));
  }

  void receive(SipRequest request) {
    layer.onRequest(request, flow);
  }

  /** Lets time pass in steps of 100 ms. */
  void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 100) {
      clock.pass(Duration.ofMillis(Math.min(100, left)));
      try {
        loop.runOnce(0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void onRequest(SipRequest request, ServerTransaction transaction) {
    requests.add(request);
    transactions.add(transaction);
    transaction.user(this);
  }

  @Override
  public void onAck(SipRequest ack, Flow flow) {
    acks.add(ack);
  }

  @Override
  public void onStrayResponse(SipResponse response, Flow flow) {
    strays.add(response);
  }

  @Override
  public void onCancel(SipRequest cancel, ServerTransaction cancelTransaction) {
    cancels.add(cancelTransaction);
  }

  @Override
  public void onUnanswered() {
    told.add("unanswered");
  }

  @Override
  public void onPeerGone() {
    told.add("peer gone");
  }

  @Override
  public void close() {
    loop.close();
  }
}
