package org.sipasync.sip.uas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** Our phone against transports and transactions, over real sockets. */
class PhoneTest {
  private static final String BOB = "bob";

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void aCall(String transport) throws IOException {
    try (RunningServer server = new RunningServer(Duration.ZERO);
        SipPhone phone = SipPhone.over(transport, server.port(transport))) {
      Call call = phone.invite(BOB);
      String ringing = call.expect(180).header("To");
      assertThat(call.expect(200).header("To")).isEqualTo(ringing).contains(";tag=");
      call.ack();
      call.inviteAgain().expect(200);
      call.ack();
      call.bye().expect(200);
      assertThat(server.ask(UserAgentServer::calls)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  @Tag("C-B6")
  void aCancelledCall(String transport) throws IOException {
    try (RunningServer server = new RunningServer(Duration.ofSeconds(-1));
        SipPhone phone = SipPhone.over(transport, server.port(transport))) {
      Call call = phone.invite(BOB);
      call.expect(180);
      String cancelled = call.cancel().expect(200).header("To");
      assertThat(call.ackFailure(487).header("To")).isEqualTo(cancelled);
      assertThat(server.ask(UserAgentServer::calls)).isZero();
    }
  }

  @Test
  void aRetransmissionGetsTheSameAnswer() throws IOException {
    try (RunningServer server = new RunningServer(Duration.ZERO);
        SipPhone phone = SipPhone.over("udp", server.udp)) {
      Exchange options = phone.request("OPTIONS", BOB);
      SipMessage first = options.expect(200);
      options.retransmit();
      phone.request("OPTIONS", BOB).expect(200);
      assertThat(options.expect(200).header("To")).isEqualTo(first.header("To"));
      assertThat(server.ask(open -> open.transactions().serverTransactions())).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  @Tag("C-B3")
  @Tag("C-F5")
  @Tag("C-F8")
  void refusals(String transport) throws IOException {
    try (RunningServer server = new RunningServer(Duration.ZERO);
        SipPhone phone = SipPhone.over(transport, server.port(transport))) {
      phone.request("CANCEL", BOB).expect(481);
      phone.request("BYE", BOB).expect(481);
      phone.request("FLY", BOB).expect(501);
      assertThat(phone.request("REGISTER", BOB).expect(405).header("Allow")).contains("INVITE");
      SipMessage extension = phone.request("OPTIONS", BOB, "Require: unknown").expect(420);
      assertThat(extension.header("Unsupported")).isEqualTo("unknown");
      phone.request("OPTIONS", BOB).expect(200);
    }
  }
}
