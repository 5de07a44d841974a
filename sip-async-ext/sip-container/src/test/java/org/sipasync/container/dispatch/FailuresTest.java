package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.container.message.RequestFacade;

/** Failures outside a handler: each request gets its answer all the same. */
class FailuresTest {
  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;

  @AfterEach
  void close() {
    test.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:x@192.0.2.1;sip-async-session=1;sip-async-session=2",
        "sip:x@192.0.2.1;a=1;a=2",
        "tel:+12x4"
      })
  @Tag("C-F3")
  void uriThatCannotBeReadIsThePeersFault(String uri) {
    test.key = read -> read.getRequestURI().toString();
    test.receive(request("INVITE", uri, "x", 1, ""));
    assertThat(flow.lastTag()).isNotNull();
    assertThat(flow.lines()).hasSize(1).first().asString().startsWith("400 ");
    assertThat(test.log).isEmpty();
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  void keyMethodThatFailsIsAnswered() {
    test.key =
        request -> {
          throw new IllegalStateException("meant to fail");
        };
    test.receive(request("INVITE", 1, ""));
    assertThat(flow.take()).containsExactly("500 Server Internal Error INVITE");
    assertThat(test.sessions.applicationSessions()).isZero();
    assertThat(test.sessions.lanes().size()).isZero();
  }

  /** The abandoned INVITE of a BYE belongs to code that fails: that is not the BYE's fault. */
  @Test
  void suspensionThatFailsOnItsEndStopsNoBye() {
    test.answerAll(200);
    test.receive(request("INVITE", 1, ""));
    String tag = flow.lastTag();
    test.receive(request("ACK", 1, tag));
    test.onRequest = FailuresTest::suspend;
    test.receive(request("INVITE", 2, tag));
    flow.take();
    test.answerAll(200);
    test.receive(request("BYE", 3, tag));
    assertThat(flow.take()).containsExactly("487 Request Terminated INVITE", "200 OK BYE");
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  private static void suspend(SipServletRequest request) {
    ((RequestFacade) request)
        .suspend(
            IllegalStateException::new,
            why -> {
              throw new IllegalStateException("meant to fail");
            });
  }
}
