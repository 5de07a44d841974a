package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.TooManyHopsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that an application never answers: its context is told of each. */
class ForgottenRequestsTest {
  private final TestContainer test = new TestContainer();

  @AfterEach
  void nothingIsLeft() {
    test.pass(Duration.ofSeconds(40), Duration.ofSeconds(1));
    assertThat(test.sessions.sipSessions()).isZero();
    test.close();
  }

  @Test
  void inviteOfALongSessionGets408() {
    test.onRequest = request -> request.getApplicationSession().setExpires(0);
    test.receive(request("INVITE", 1, ""));
    test.pass(Duration.ofSeconds(601), Duration.ofSeconds(1));
    assertThat(test.flow.take()).contains("408 Request Timeout INVITE");
    assertThat(test.unanswered).containsExactly("INVITE: it has got 408");
  }

  @Test
  void inviteEndsWithItsSession() {
    test.receive(request("INVITE", 1, ""));
    test.pass(Duration.ofSeconds(181), Duration.ofSeconds(1));
    assertThat(test.flow.take()).contains("503 Service Unavailable INVITE");
    assertThat(test.unanswered).containsExactly("INVITE: its session has expired");
  }

  @Test
  void othersAreGivenUp() {
    test.receive(request("PUBLISH", 1, ""));
    test.pass(Duration.ofSeconds(33));
    assertThat(test.unanswered).containsExactly("PUBLISH: its sender has given up");
  }

  @Test
  void answeredAndProxiedRequestsAreNotForgotten() {
    test.onRequest =
        request -> {
          if (request.getMethod().equals("MESSAGE")) {
            request.createResponse(200).send();
          } else {
            proxy(request);
          }
        };
    test.receive(request("MESSAGE", 1, ""));
    test.receive(request("SUBSCRIBE", 1, ""));
    test.pass(Duration.ofSeconds(300), Duration.ofSeconds(1));
    assertThat(test.unanswered).isEmpty();
  }

  private void proxy(SipServletRequest request) {
    try {
      request.getProxy().proxyTo(test.factory.createURI("sip:bob@elsewhere"));
    } catch (TooManyHopsException | ServletParseException e) {
      throw new AssertionError(e);
    }
  }
}
