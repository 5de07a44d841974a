package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.SipRequest;

/** Responses that come faster than the application takes them. */
class FloodTest {
  private final TestContainer test = new TestContainer();

  @AfterEach
  void close() {
    test.close();
  }

  private void flood(SipRequest invite, int status) {
    var response = invite.response(status);
    response.toTag("b");
    test.arrive(new String(response.toBytes(), StandardCharsets.UTF_8));
  }

  /** An unreliable provisional response may be lost anyway; the final one is not. */
  @Test
  void provisionalResponsesAreBounded() throws Exception {
    SipServletRequest request =
        test.factory.createRequest(
            test.factory.createApplicationSession(), "INVITE", "sip:a@h", "sip:b@h");
    request.send();
    test.run();
    SipRequest invite = test.flow.lastRequest();
    for (int i = 0; i < 1000; i++) {
      flood(invite, 180);
    }
    flood(invite, 486);
    test.run();
    assertThat(test.log.size()).isBetween(50, 110);
    assertThat(test.log.get(test.log.size() - 1)).isEqualTo("486 INVITE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }
}
