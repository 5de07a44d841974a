package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.session.Lanes;
import org.sipasync.loop.EventLoop;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transaction.ServerTransaction;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.sip.transaction.TransactionUser;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.RecordingFlow;
import org.sipasync.sip.transport.Transport;

class DoorkeeperTest {
  private static final int QUEUE = 2;

  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final Lanes lanes = new Lanes(threads::add);
  private final List<String> passed = new ArrayList<>();
  private final RecordingFlow peer = new RecordingFlow(Transport.UDP);
  private Duration waited = Duration.ZERO;
  private final EventLoop loop = new EventLoop(() -> 0);
  private final TransactionLayer layer =
      new TransactionLayer(
          loop,
          new Doorkeeper(
              new Noting(),
              lanes,
              QUEUE,
              100,
              () -> waited.toNanos(),
              new AdmittedShare(Duration.ofSeconds(1), () -> 0)),
          TransactionSettings.DEFAULT,
          new Random(1));

  @AfterEach
  void close() {
    loop.close();
  }

  private final class Noting implements TransactionUser {
    @Override
    public void onRequest(SipRequest request, ServerTransaction transaction) {
      passed.add(request.method().toString());
    }

    @Override
    public void onAck(SipRequest ack, Flow flow) {
      passed.add("ACK");
    }
  }

  private void receive(String method, String toTag) {
    String text =
        String.join(
            "\r\n",
            method + " sip:bob@192.0.2.1 SIP/2.0",
            "Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK" + method + toTag,
            "Max-Forwards: 70",
            "From: <sip:alice@192.0.2.2>;tag=alice",
            "To: <sip:bob@192.0.2.1>" + toTag,
            "Call-ID: call",
            "CSeq: 1 " + method,
            "Content-Length: 0",
            "",
            "");
    layer.onRequest((SipRequest) RecordingFlow.parse(text), peer);
  }

  private void fill(int tasks) {
    for (int i = 0; i < tasks; i++) {
      lanes.execute("busy", () -> {});
    }
  }

  @Test
  void refusalHasAToTag() throws ParseException, IOException {
    fill(QUEUE);
    receive("OPTIONS", "");
    assertThat(peer.sent).hasSize(1).first().asString().startsWith("SIP/2.0 503 ");
    SipMessage refusal = peer.last();
    assertThat(refusal.toTag()).isNotEmpty();
    assertThat(refusal.header(HeaderName.RETRY_AFTER)).isEqualTo("5");
    receive("INFO", ";tag=ours");
    assertThat(passed).as("twice as many of a dialog may wait").containsExactly("INFO");
  }

  @Test
  @Tag("C-A9")
  void refusalsCostNoTransaction() {
    fill(QUEUE);
    receive("OPTIONS", "");
    receive("OPTIONS", "");
    assertThat(layer.serverTransactions()).isZero();
    assertThat(peer.sent).as("its repetition is dropped").hasSize(1);
    for (Runnable task = threads.poll(); task != null; task = threads.poll()) {
      task.run();
    }
    receive("OPTIONS", "");
    assertThat(passed).as("and stays refused").isEmpty();
  }

  /** Their sender has already sent them again. */
  @Test
  @Tag("C-A9")
  void newRequestsAreRefusedInPartWhileOthersWaitTooLong() {
    waited = Duration.ofSeconds(1);
    receive("OPTIONS", "");
    assertThat(passed).containsExactly("OPTIONS");
    waited = Duration.ofMillis(1_001);
    receive("MESSAGE", "");
    assertThat(peer.sent).hasSize(1).first().asString().startsWith("SIP/2.0 503 ");
    receive("BYE", ";tag=ours");
    receive("ACK", ";tag=ours");
    assertThat(passed).as("calls can end").containsExactly("OPTIONS", "BYE", "ACK");
    waited = Duration.ZERO;
    receive("MESSAGE", "");
    assertThat(passed).as("what was refused stays refused").doesNotContain("MESSAGE");
    receive("PUBLISH", "");
    assertThat(passed).contains("PUBLISH");
  }

  /** The 2xx comes again, and its ACK with it. */
  @Test
  @Tag("C-A9")
  void acksDoNotQueueWithoutBound() {
    fill(2 * QUEUE - 1);
    receive("ACK", ";tag=ours");
    assertThat(passed).containsExactly("ACK");
    fill(1);
    receive("ACK", ";tag=ours");
    assertThat(passed).containsExactly("ACK");
    for (Runnable task = threads.poll(); task != null; task = threads.poll()) {
      task.run();
    }
    receive("ACK", ";tag=ours");
    assertThat(passed).containsExactly("ACK", "ACK");
  }
}
