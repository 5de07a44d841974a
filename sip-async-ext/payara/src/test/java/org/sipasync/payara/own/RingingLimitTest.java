package org.sipasync.payara.own;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.loop.EventLoop;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transaction.ClientUser;
import org.sipasync.sip.transaction.TransactionLayer;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

/** INVITEs of ours that ring and ring (RFC 3261 16.6 item 11: more than 3 minutes). */
class RingingLimitTest {
  private final List<String> sent = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private long now;
  private final EventLoop loop = new EventLoop(() -> now);
  private TransactionLayer layer = layer(Map.of());

  private TransactionLayer layer(Map<String, String> config) {
    SipSettings settings = SipSettings.from(key -> Optional.ofNullable(config.get(key)));
    return new TransactionLayer(loop, null, SipServer.transactionSettings(settings), new Random(1));
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

  private SipRequest last() throws Exception {
    return (SipRequest) SipParser.parse(sent.get(sent.size() - 1).getBytes(US_ASCII));
  }

  @Test
  void unansweredInviteIsCancelledAfterFourMinutes() throws Exception {
    Flow flow = new Peer();
    layer.send(invite(), flow, new Caller());
    layer.onResponse(last().response(180), flow);
    sent.clear();
    pass(Duration.ofSeconds(181));
    assertThat(sent).as("Timer C is longer than 3 minutes").isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(sent.get(0)).startsWith("CANCEL ");
    pass(Duration.ofSeconds(34));
    assertThat(told).containsExactly("180", "timeout");
  }

  @Test
  void limitIsASetting() throws Exception {
    layer = layer(Map.of("sip.max-ringing", "20"));
    Flow flow = new Peer();
    layer.send(invite(), flow, new Caller());
    layer.onResponse(last().response(180), flow);
    sent.clear();
    pass(Duration.ofSeconds(19));
    assertThat(sent).isEmpty();
    pass(Duration.ofSeconds(2));
    assertThat(sent.get(0)).startsWith("CANCEL ");
  }

  private final class Peer implements Flow {
    @Override
    public void send(byte[] message, Runnable onFailed) {
      sent.add(new String(message, US_ASCII));
    }

    @Override
    public Transport transport() {
      return Transport.UDP;
    }

    @Override
    public InetSocketAddress local() {
      return new InetSocketAddress("192.0.2.1", 5060);
    }

    @Override
    public InetSocketAddress remote() {
      return new InetSocketAddress("192.0.2.2", 5060);
    }
  }

  private final class Caller implements ClientUser {
    @Override
    public void onResponse(SipResponse response) {
      told.add("" + response.status());
    }

    @Override
    public void onTimeout() {
      told.add("timeout");
    }

    @Override
    public void onTransportError() {
      told.add("error");
    }
  }
}
