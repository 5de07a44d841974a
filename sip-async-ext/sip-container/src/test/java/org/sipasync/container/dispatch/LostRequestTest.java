package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.net.InetSocketAddress;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;

/** Failures on the way to the wire: no request of ours is lost. */
class LostRequestTest {
  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void requestThatCannotBeWrittenIsA503() throws Exception {
    SipServletRequest request =
        test.factory.createRequest(
            test.factory.createApplicationSession(), "OPTIONS", "sip:a@h", "sip:b@h");
    flow.failure = new IllegalStateException("meant to fail");
    request.send();
    test.run();
    assertThat(test.log).containsExactly("503 OPTIONS");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  @Tag("C-D6")
  void flowOfNoListenPointHasTheDefaultContact() throws Exception {
    flow.local = new InetSocketAddress("198.51.100.7", 5060);
    test.answerAll(200);
    test.receive(request("INVITE", 1, ""));
    assertThat(flow.last().header(HeaderName.CONTACT)).isEqualTo("<sip:0.0.0.0:9>");
    flow.take();
    test.factory
        .createRequest(test.factory.createApplicationSession(), "INVITE", "sip:a@h", "sip:b@h")
        .send();
    test.run();
    assertThat(flow.take()).contains("INVITE sip:b@h");
  }
}
