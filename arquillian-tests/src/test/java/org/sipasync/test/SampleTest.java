package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.test.sip.Call;
import org.sipasync.test.sip.Exchange;
import org.sipasync.test.sip.SipPhone;

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
}
