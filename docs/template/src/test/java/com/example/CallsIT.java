package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** The WAR in Payara Micro, called over real SIP. */
@ArquillianTest
class CallsIT {

  /** Returns the packaged WAR with a ledger that can fail on demand. */
  @Deployment(testable = false)
  static WebArchive application() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("war")))
        .addClass(TestLedger.class);
  }

  private static SipPhone phoneOf(String user) {
    return SipPhone.over("udp", Integer.getInteger("sip.port")).as(user);
  }

  private static int recorded(SipPhone phone) {
    return Integer.parseInt(phone.request("OPTIONS", "calls").expect(200).header("X-Recorded"));
  }

  @Test
  void whoHasCreditIsAnswered() {
    try (SipPhone phone = phoneOf("alice")) {
      int before = recorded(phone);
      Call call = phone.invite("calls");
      SipMessage ok = call.expect(200);
      assertThat(ok.header("X-Credit")).isEqualTo("42");
      assertThat(ok.body()).contains("m=audio");
      assertThat(call.invite().millisTo(200)).isGreaterThanOrEqualTo(50);
      call.ack();
      call.bye().expect(200);
      // The launch continues after the answer to the BYE
      await().untilAsserted(() -> assertThat(recorded(phone)).isEqualTo(before + 1));
    }
  }

  @ParameterizedTest(name = "{0} is answered {1}")
  @CsvSource({"bob, 402", "nobody, 404", "broken, 503"})
  void othersAreNot(String user, int status) {
    try (SipPhone phone = phoneOf(user)) {
      phone.invite("calls").ackFailure(status);
    }
  }

  @Test
  void theDeadlineHolds() {
    try (SipPhone phone = phoneOf("slow")) {
      Call call = phone.invite("calls");
      assertThat(call.invite().millisTo(504)).isBetween(1_000L, 5_000L);
      call.ackFailure(504);
    }
  }

  @Test
  void theCallerGivesUp() {
    try (SipPhone phone = phoneOf("slow")) {
      Call call = phone.invite("calls");
      call.expect(100);
      call.cancel().expect(200);
      call.ackFailure(487);
      assertThat(call.invite().finals()).containsOnly(487);
    }
  }
}
