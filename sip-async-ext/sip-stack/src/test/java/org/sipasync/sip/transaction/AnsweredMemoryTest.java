package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.RecordingFlow;
import org.sipasync.sip.transport.Transport;

/** Heap that an answered OPTIONS keeps for 32 s, beside the bytes of its response and the flow. */
@Tag("load")
class AnsweredMemoryTest {
  private static final int COUNT = 100_000;

  @Test
  void anAnsweredTransactionKeeps400BytesAtMost() {
    var silent = new SilentFlow();
    try (EventLoop loop = new EventLoop(new TestClock())) {
      var layer = new TransactionLayer(loop, silent, TransactionSettings.DEFAULT, new Random(1));
      for (int i = 0; i < 1000; i++) {
        layer.onRequest(request("warm" + i), silent);
      }
      long responses = silent.bytes;
      long before = usedHeap();
      for (int i = 0; i < COUNT; i++) {
        layer.onRequest(request("z" + i), silent);
      }
      long each = (usedHeap() - before - (silent.bytes - responses)) / COUNT;
      System.out.println("Bytes kept per answered OPTIONS beside its response: " + each);
      assertThat(layer.serverTransactions()).isEqualTo(COUNT + 1000);
      assertThat(each).isBetween(50L, 400L);
    }
  }

  private static SipRequest request(String id) {
    String branch = "z9hG4bK-524287-1---0123456789abcdef" + id;
    return (SipRequest)
        RecordingFlow.parse(Requests.text("OPTIONS", branch, "client.example:5060", "", id, 1));
  }

  private static long usedHeap() {
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Answers everything, and counts bytes only. */
  private static final class SilentFlow implements Flow, TransactionUser {
    private final RecordingFlow addresses = new RecordingFlow(Transport.UDP);
    private long bytes;

    @Override
    public void send(byte[] message, Runnable onFailed) {
      bytes += message.length;
    }

    @Override
    public Transport transport() {
      return Transport.UDP;
    }

    @Override
    public java.net.InetSocketAddress local() {
      return addresses.local();
    }

    @Override
    public java.net.InetSocketAddress remote() {
      return addresses.remote();
    }

    @Override
    public void onRequest(SipRequest request, ServerTransaction transaction) {
      transaction.respond(request.response(200));
    }

    @Override
    public void onAck(SipRequest ack, Flow flow) {}
  }
}
