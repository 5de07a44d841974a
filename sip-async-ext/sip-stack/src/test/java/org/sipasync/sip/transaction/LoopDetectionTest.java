package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;

class LoopDetectionTest {
  private final LoopDetection loops = new LoopDetection();
  private final TestLayer bench = new TestLayer(TransactionSettings.DEFAULT);

  /** A request as it comes back after it was forwarded unchanged and by another proxy. */
  private SipRequest forwarded() throws ParseException {
    SipRequest received = Requests.request("INVITE", "z9hG4bKclient");
    bench.layer.send(received, bench.flow, bench, loops.mark(received, "")).abandon();
    SipRequest back = bench.flow.request(0);
    back.addFirst(HeaderName.VIA, "SIP/2.0/UDP proxy.example;branch=z9hG4bKproxy");
    return back;
  }

  @Test
  void aRequestThatComesBackHasLooped() throws ParseException {
    assertThat(loops.hasLooped(Requests.request("INVITE", "z9hG4bKclient"), "")).isFalse();
    assertThat(loops.hasLooped(forwarded(), "")).isTrue();
  }

  @Test
  void aSpiralHasNot() throws ParseException {
    SipRequest back = forwarded();
    back.uri(SipUri.parse("sip:carol@server.example"));
    assertThat(loops.hasLooped(back, "")).isFalse();
  }

  @Test
  void anotherProcessMarkIsNotOurs() throws ParseException {
    assertThat(new LoopDetection().hasLooped(forwarded(), "")).isFalse();
  }
}
