package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.transport.RecordingFlow;
import org.sipasync.sip.transport.Transport;

/** CANCELs without an INVITE here (RFC 3261, 9.2). */
class StrayCancelTest {
  private final List<ServerTransaction> taken = new ArrayList<>();
  private final RecordingFlow flow = new RecordingFlow(Transport.UDP);
  private final EventLoop loop = new EventLoop(new TestClock());
  private final TransactionLayer layer =
      new TransactionLayer(
          loop, new Taking(), TransactionSettings.DEFAULT.withBounds(10, 100_000), new Random(1));
  private boolean takes = true;

  private final class Taking extends RecordingUser {
    @Override
    public boolean onStrayCancel(SipRequest cancel, Supplier<ServerTransaction> transactions) {
      if (takes) {
        taken.add(transactions.get());
      }
      return takes;
    }
  }

  @AfterEach
  void close() {
    loop.close();
  }

  private void receive() {
    receive("z9hG4bKa");
  }

  private void receive(String branch) {
    layer.onRequest(Requests.request("CANCEL", branch), flow);
  }

  @Test
  void itsUserAnswersItLater() {
    receive();
    assertThat(flow.lines()).isEmpty();
    SipRequest cancel = Requests.request("CANCEL", "z9hG4bKa");
    taken.get(0).respond(cancel.response(200));
    assertThat(flow.lines()).containsExactly("SIP/2.0 200 OK");
  }

  @Test
  void repetitionsAreAbsorbed() {
    receive();
    receive();
    assertThat(taken).hasSize(1);
    taken.get(0).respond(Requests.request("CANCEL", "z9hG4bKa").response(200));
    receive();
    assertThat(flow.lines()).hasSize(2);
    assertThat(taken).hasSize(1);
  }

  @Test
  void aFloodTakesHalfOfThePlaces() {
    for (int i = 0; i < 8; i++) {
      receive("z9hG4bK" + i);
    }
    assertThat(taken).hasSize(5);
    assertThat(flow.lines()).hasSize(3).allMatch(line -> line.contains(" 481 "));
  }

  @Test
  void theLayerRefusesWhatTheUserDoesNotTake() {
    takes = false;
    receive();
    assertThat(flow.lines()).singleElement().asString().contains(" 481 ");
    assertThat(layer.serverTransactions()).isZero();
  }
}
