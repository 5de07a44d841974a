package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.container.routing.SelectiveServlet;
import org.sipasync.sip.message.HeaderName;

/** Requests that no application sees (RFC 3261 8.2, 12.2.2). */
class RefusalsTest {
  private final TestContainer test = new TestContainer();
  private final TestFlow flow = test.flow;

  @AfterEach
  void close() {
    test.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BYE", "INFO", "PRACK", "INVITE", "OPTIONS", "MESSAGE", "REFER"})
  @Tag("C-B1")
  @Tag("C-B2")
  void requestOfAnUnknownDialogIsRefused(String method) {
    test.answerAll(200);
    test.receive(request(method, "sip:elsewhere@203.0.113.1", "x", 1, "unknown"));
    assertThat(flow.take()).containsExactly("481 Call/Transaction Does Not Exist " + method);
    assertThat(test.log).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BYE", "PRACK", "UPDATE"})
  @Tag("C-B1")
  void requestThatNeedsADialogIsRefusedWithoutATag(String method) {
    test.answerAll(200);
    test.receive(request(method, "sip:bob@192.0.2.1", "x", 1, ""));
    assertThat(flow.take()).containsExactly("481 Call/Transaction Does Not Exist " + method);
    assertThat(test.log).isEmpty();
    assertThat(test.sessions.applicationSessions()).isZero();
  }

  @Test
  @Tag("C-B1")
  void ackOfAnUnknownDialogIsDropped() {
    test.receive(request("ACK", "sip:elsewhere@203.0.113.1", "x", 1, "unknown"));
    assertThat(flow.take()).isEmpty();
    assertThat(test.log).isEmpty();
  }

  @Test
  @Tag("C-B5")
  void mergedRequestIsRefused() {
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "one", 1, ""));
    test.receive(request("INVITE", "sip:bob@192.0.2.1", "two", 1, ""));
    assertThat(flow.take()).containsExactly("482 Loop Detected INVITE");
    assertThat(test.log).containsExactly("INVITE");
  }

  @Test
  @Tag("C-F5")
  void unknownExtensionIsRefusedByWhoAccepts() {
    List<Exception> told = new ArrayList<>();
    test.onRequest =
        invite -> {
          try {
            invite.createResponse(200).send();
          } catch (IllegalStateException e) {
            told.add(e);
            throw e;
          }
        };
    test.receive(request("INVITE", 1, "", "Require: 100rel, foo, bar"));
    assertThat(flow.last().header(HeaderName.UNSUPPORTED)).isEqualTo("foo, bar");
    assertThat(flow.take()).containsExactly("420 Bad Extension INVITE");
    assertThat(told).as("the application knows").hasSize(1);
    assertThat(told.get(0)).hasMessageContaining("420 Bad Extension: it requires 100rel, foo, bar");
  }

  @Test
  @Tag("C-F8")
  void methodsNobodyHandlesAreRefused() {
    SipServlet calls =
        new SipServlet() {
          private static final long serialVersionUID = 1;

          @Override
          protected void doInvite(SipServletRequest request) {}
        };
    try (TestContainer other = new TestContainer(calls)) {
      other.receive(request("MESSAGE", 1, ""));
      assertThat(other.flow.last().header(HeaderName.ALLOW)).isEqualTo("INVITE, ACK, CANCEL");
      assertThat(other.flow.take()).containsExactly("405 Method Not Allowed MESSAGE");
      other.receive(request("FROB", 2, ""));
      assertThat(other.flow.take()).containsExactly("501 Not Implemented FROB");
      assertThat(other.sessions.applicationSessions()).isZero();
    }
  }

  private static final class Dispatching extends SipServlet implements SelectiveServlet {
    private static final long serialVersionUID = 1;

    @Override
    public void service(ServletRequest request, ServletResponse response) {}

    @Override
    public Optional<Set<String>> methods() {
      return Optional.of(Set.of("INVITE", "ACK", "BYE"));
    }
  }

  /** Handlers without a base class: their servlet overrides service() and says what they handle. */
  @Test
  @Tag("C-F8")
  void methodsNoHandlerTakesAreRefused() {
    try (TestContainer other = new TestContainer(new Dispatching())) {
      other.receive(request("MESSAGE", 1, ""));
      assertThat(other.flow.last().header(HeaderName.ALLOW)).isEqualTo("BYE, INVITE, ACK, CANCEL");
      assertThat(other.flow.take()).containsExactly("405 Method Not Allowed MESSAGE");
      other.receive(request("INVITE", 2, ""));
      assertThat(other.flow.take()).isEmpty();
    }
  }

  @Test
  void requestNoApplicationWantsIsNotFound() {
    test.receive(request("OPTIONS", "sip:nobody@192.0.2.1", "x", 1, ""));
    assertThat(flow.lastTag()).isNotNull();
    assertThat(flow.take()).containsExactly("404 Not Found OPTIONS");
  }
}
