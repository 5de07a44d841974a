package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sipasync.container.session.AppSession;
import org.sipasync.sip.message.SipRequest;

/** Responses that come faster than the application takes them. */
class FloodTest {
  private final TestContainer test = new TestContainer();

  @AfterEach
  void close() {
    test.close();
  }

  private void flood(SipRequest invite, int status, String... headers) {
    var response = invite.response(status);
    response.toTag("b");
    String text = new String(response.toBytes(), StandardCharsets.UTF_8);
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    test.arrive(text.replace("Content-Length", more + "Content-Length"));
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

  /** Each repetition of a 2xx comes again until it has its ACK; the first one is not dropped. */
  @Test
  void repetitionsOfA2xxAreBounded() throws Exception {
    AppSession session = (AppSession) test.factory.createApplicationSession();
    test.factory.createRequest(session, "INVITE", "sip:a@h", "sip:b@h").send();
    test.run();
    SipRequest invite = test.flow.lastRequest();
    for (int i = 0; i < 200; i++) {
      session.lane().execute(() -> {});
    }
    for (int i = 0; i < 1000; i++) {
      flood(invite, 200, "Contact: <sip:b@192.0.2.2>");
    }
    assertThat(session.lane().size()).isLessThan(210);
    test.run();
    assertThat(test.log).containsExactly("200 INVITE");
  }
}
