package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.util.Optional;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.phone.Call;
import org.sipasync.phone.Exchange;
import org.sipasync.phone.SipMessage;
import org.sipasync.phone.SipPhone;

/** The sample application, as it ships. */
@ArquillianTest
class SampleTest extends InContainer {

  @Deployment(testable = false)
  static WebArchive sample() {
    return ShrinkWrap.createFromZipFile(
        WebArchive.class, new File(System.getProperty("sample.war")));
  }

  @ParameterizedTest(name = "sip:{0} pauses, then answers 200")
  @ValueSource(strings = {"pause;ms=80", "pause;ms=80;mode=blocking"})
  void pauses(String address) {
    try (SipPhone caller = phone("udp")) {
      Call call = caller.invite(address);
      assertThat(call.expect(200).body()).contains("m=audio 4000");
      assertThat(call.invite().millisTo(200)).isGreaterThanOrEqualTo(80);
      call.ack();
      call.bye().expect(200);
      for (String method : new String[] {"OPTIONS", "MESSAGE"}) {
        Exchange exchange = caller.request(method, address);
        assertThat(exchange.millisTo(200)).isGreaterThanOrEqualTo(80);
      }
    }
  }

  @ParameterizedTest(name = "hostile parameter: sip:pause;{0} is refused")
  @ValueSource(strings = {"ms=abc", "ms=-1", "ms=99999999999", "ms=4001", "ms=", "ms=%24%7Bx%7D"})
  void hostileParameters(String parameter) {
    try (SipPhone caller = phone("udp")) {
      caller.request("MESSAGE", "pause;" + parameter).expect(400);
    }
  }

  @Test
  void unknownScenario() {
    try (SipPhone caller = phone("udp")) {
      caller.request("OPTIONS", "nobody").expect(404);
    }
  }

  @ParameterizedTest(name = "sip:credit;uid={0} is answered {1}")
  @CsvSource({"alice, 200", "carol, 402", "mallory, 404", "%27%3b%20DROP%20TABLE%20users, 404"})
  void credit(String uid, int status) {
    try (SipPhone caller = phone("udp")) {
      SipMessage answer = caller.request("MESSAGE", "credit;uid=" + uid).expect(status);
      assertThat(answer.find("X-Credit")).isEqualTo(Optional.of("42").filter(c -> status == 200));
      Call call = caller.invite("credit;uid=" + uid);
      if (status == 200) {
        call.expect(200);
        call.ack();
        call.bye().expect(200);
      } else {
        call.ackFailure(status);
      }
    }
  }

  @Test
  @Tag("L1")
  @DisplayName("L1: sip:push answers at once; the notification is counted")
  void push() {
    try (SipPhone caller = phone("udp")) {
      caller.request("MESSAGE", "push;device=d1").expect(200);
      // Nobody listens where the sample looks for its backend by default
      await()
          .untilAsserted(
              () ->
                  assertThat(caller.request("MESSAGE", "push").expect(200).header("X-Pushed"))
                      .matches("0 and [1-9]\\d* failed"));
    }
  }
}
