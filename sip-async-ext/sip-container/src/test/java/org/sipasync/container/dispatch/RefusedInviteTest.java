package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A second INVITE that is refused leaves the first one alone (RFC 3261 14.2). */
@Tag("C-C1")
class RefusedInviteTest {
  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;
  private SipServletRequest first;
  private String tag;

  @AfterEach
  void close() {
    test.close();
  }

  /** An early dialog. */
  @BeforeEach
  void ring() {
    test.onRequest =
        request -> {
          if (first == null) {
            first = request;
            request.createResponse(183).send();
          }
        };
    test.receive(request("INVITE", 1, ""));
    tag = flow.lastTag();
    flow.take();
  }

  private void firstIsAnswered() throws Exception {
    first.createResponse(200).send();
    test.run();
    assertThat(flow.take()).containsExactly("200 OK INVITE");
    assertThat(test.log).containsExactly("INVITE");
  }

  @Test
  void missingAckOfTheRefusal() throws Exception {
    test.receive(request("INVITE", 2, tag));
    assertThat(flow.take()).containsExactly("500 Server Internal Error INVITE");
    test.pass(Duration.ofSeconds(33));
    flow.take();
    firstIsAnswered();
  }

  @Test
  @Tag("A8")
  void cancelBeforeTheRefusalsTurn() throws Exception {
    test.arrive(request("INVITE", "sip:bob@192.0.2.1", "two", 2, tag));
    test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "two", 2, tag));
    test.run();
    assertThat(flow.take()).containsExactly("200 OK CANCEL", "487 Request Terminated INVITE");
    firstIsAnswered();
  }
}
