package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.container.dispatch.TestContainer.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that an application never answers. Each method is logged once per minute. */
class ForgottenRequestsTest extends Handler {
  private final Logger logger = Logger.getLogger("org.sipasync");
  private final TestContainer test = new TestContainer();
  private final List<String> logged = new ArrayList<>();

  @BeforeEach
  void listen() {
    logger.addHandler(this);
  }

  @AfterEach
  void nothingIsLeft() {
    logger.removeHandler(this);
    assertThat(test.sessions.sipSessions()).isZero();
    test.close();
  }

  @Override
  public void publish(LogRecord line) {
    logged.add(line.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  private void assertLogged(String start) {
    assertThat(logged).hasSize(1).allMatch(line -> line.startsWith(start), start);
  }

  @Test
  void inviteGets408() {
    test.receive(request("INVITE", 1, ""));
    test.pass(Duration.ofSeconds(601), Duration.ofSeconds(1));
    assertThat(test.flow.take()).contains("408 Request Timeout INVITE");
    assertLogged("SIPA-0340: INVITE of application app was never answered: it has got 408.");
    test.pass(Duration.ofSeconds(40), Duration.ofSeconds(1));
  }

  @Test
  void othersAreGivenUp() {
    test.receive(request("PUBLISH", 1, ""));
    test.pass(Duration.ofSeconds(33));
    assertThat(test.flow.take()).isEmpty();
    assertLogged("SIPA-0340: PUBLISH of application app was never answered: its sender has given");
  }

  @Test
  void proxiedRequestsAreNotForgotten() {
    test.onRequest =
        request -> {
          try {
            request.getProxy().proxyTo(test.factory.createURI("sip:bob@elsewhere"));
          } catch (javax.servlet.sip.TooManyHopsException e) {
            throw new AssertionError(e);
          }
        };
    test.receive(request("SUBSCRIBE", 1, ""));
    test.pass(Duration.ofSeconds(40));
    assertThat(logged).isEmpty();
  }
}
