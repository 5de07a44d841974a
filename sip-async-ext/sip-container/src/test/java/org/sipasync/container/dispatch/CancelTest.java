package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** CANCEL (RFC 3261 9.2, rule A8). */
class CancelTest {
  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  @Tag("C-B3")
  void cancelOfNothingIsRefused() {
    test.receive(request("CANCEL", 1, ""));
    assertThat(flow.take()).containsExactly("481 Call/Transaction Does Not Exist CANCEL");
  }

  @Test
  @Tag("A8")
  @Tag("C-B6")
  void cancelEndsTheInviteAndIsTold() {
    List<SipServletRequest> kept = new ArrayList<>();
    test.onRequest = kept::add;
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, ""));
    StringBuilder abandoned = new StringBuilder();
    ((org.sipasync.container.message.RequestFacade) kept.get(0))
        .suspend(operation -> new IllegalStateException(operation), abandoned::append);
    test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    assertThat(flow.lines()).containsExactly("200 OK", "487 Request Terminated");
    assertThat(flow.lastTag()).isNotNull();
    test.run();
    assertThat(flow.take()).startsWith("200 OK CANCEL", "487 Request Terminated INVITE").hasSize(2);
    assertThat(test.log).containsExactly("INVITE", "CANCEL");
    assertThat(abandoned).hasToString("CANCEL");
    assertThatThrownBy(() -> kept.get(0).createResponse(200))
        .isInstanceOf(IllegalStateException.class);
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  @Tag("C-B6")
  void cancelAfterTheAnswerChangesNothing() {
    test.answerAll(486);
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, ""));
    String tag = flow.lastTag();
    flow.take();
    test.receive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    assertThat(flow.lastTag()).isEqualTo(tag);
    assertThat(flow.take()).containsExactly("200 OK CANCEL");
    assertThat(test.log).containsExactly("INVITE");
  }

  /** Rule A8: no 2xx leaves for a cancelled INVITE, however late its lane hears of the CANCEL. */
  @Test
  @Tag("A8")
  void noOkLeavesAfterACancel() {
    test.answerAll(200);
    test.arrive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, ""));
    test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
    test.run();
    test.pass(Duration.ofMillis(400));
    assertThat(flow.take()).containsExactly("200 OK CANCEL", "487 Request Terminated INVITE");
    assertThat(test.log).as("the handler never saw the INVITE").isEmpty();
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  /** The CANCEL comes while the handler runs: its 2xx is already on its way to the loop. */
  @Test
  @Tag("A8")
  void cancelThatMeetsARunningHandlerWins() {
    test.onRequest =
        request -> {
          if (request.getMethod().equals("INVITE")) {
            SipServletResponse ok = request.createResponse(200);
            test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
            assertThatThrownBy(ok::send).isInstanceOf(IllegalStateException.class);
          }
        };
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, ""));
    test.pass(Duration.ofMillis(400));
    assertThat(flow.take()).containsExactly("200 OK CANCEL", "487 Request Terminated INVITE");
    assertThat(test.log).containsExactly("INVITE", "CANCEL");
  }

  /** The 2xx has left the handler, and meets the CANCEL before the loop. */
  @Test
  @Tag("A8")
  void cancelOvertakesAnOk() {
    test.onRequest =
        request -> {
          if (request.getMethod().equals("INVITE")) {
            request.createResponse(200).send();
            test.arrive(request("CANCEL", "sip:bob@192.0.2.1", "i", 1, ""));
          }
        };
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "i", 1, ""));
    assertThat(flow.take()).containsExactly("200 OK CANCEL", "487 Request Terminated INVITE");
    assertThat(test.log).containsExactly("INVITE", "CANCEL");
    assertThat(test.sessions.applicationSessions()).isZero();
    test.pass(Duration.ofSeconds(33));
    assertThat(flow.take()).doesNotContain("200 OK INVITE");
    assertThat(test.log).containsExactly("INVITE", "CANCEL");
  }
}
