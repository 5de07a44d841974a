package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.EventLoop;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.RecordingUser;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transport.RecordingFlow;
import org.sipasync.sip.transport.Transport;

/** INVITEs of ours that ring and ring (RFC 3261 16.6 item 11: more than 3 minutes). */
class RingingLimitTest {
  private final RecordingFlow flow = new RecordingFlow(Transport.UDP);
  private final RecordingUser user = new RecordingUser();
  private long now;
  private final EventLoop loop = new EventLoop(() -> now);
  private TransactionLayer layer = layer(Map.of());

  private TransactionLayer layer(Map<String, String> config) {
    SipSettings settings = SipSettings.from(key -> Optional.ofNullable(config.get(key)));
    return new TransactionLayer(loop, null, SipLoops.transactionSettings(settings), new Random(1));
  }

  @AfterEach
  void close() {
    loop.close();
  }

  private void pass(Duration time) throws IOException {
    for (long left = time.toSeconds(); left > 0; left--) {
      now += 1_000_000_000;
      loop.runOnce(0);
    }
  }

  private static SipRequest invite() {
    SipRequest invite = new SipRequest(Method.INVITE, SipUri.of(null, "192.0.2.2", 5060));
    invite.add(HeaderName.MAX_FORWARDS, "70");
    invite.add(HeaderName.FROM, "<sip:me@192.0.2.1>;tag=a");
    invite.add(HeaderName.TO, "<sip:bob@192.0.2.2>");
    invite.add(HeaderName.CALL_ID, "call");
    invite.add(HeaderName.CSEQ, "1 INVITE");
    invite.add(HeaderName.CONTACT, "<sip:me@192.0.2.1>");
    return invite;
  }

  @Test
  void unansweredInviteIsCancelledAfterFourMinutes() throws Exception {
    layer.send(invite(), flow, user);
    layer.onResponse(flow.request(0).response(180), flow);
    flow.sent.clear();
    pass(Duration.ofSeconds(181));
    assertThat(flow.sent).as("Timer C is longer than 3 minutes").isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(flow.sent.get(0)).startsWith("CANCEL ");
    pass(Duration.ofSeconds(34));
    assertThat(user.told).containsExactly("180", "timeout");
  }

  /** A proxy has Timer C. */
  @Test
  void limitCanBeTakenOff() throws Exception {
    layer.send(invite(), flow, user).unlimited();
    layer.onResponse(flow.request(0).response(180), flow);
    flow.sent.clear();
    pass(Duration.ofMinutes(10));
    assertThat(flow.sent).isEmpty();
  }

  @Test
  void limitIsASetting() throws Exception {
    layer = layer(Map.of("sip.max-ringing", "20"));
    layer.send(invite(), flow, user);
    layer.onResponse(flow.request(0).response(180), flow);
    flow.sent.clear();
    pass(Duration.ofSeconds(19));
    assertThat(flow.sent).isEmpty();
    pass(Duration.ofSeconds(2));
    assertThat(flow.sent.get(0)).startsWith("CANCEL ");
  }
}
