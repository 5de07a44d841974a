package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.CancelRoute;
import org.sipasync.spi.Abandonment;
import org.sipasync.spi.SuspendedMessage;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipPhone;

class SuspendedMessageTest {
  private static final BlockingQueue<SuspendedMessage> SUSPENDED = new LinkedBlockingQueue<>();
  private static final BlockingQueue<String> NOTES = new LinkedBlockingQueue<>();
  private static volatile RunningWar running;

  @BeforeEach
  void start() throws Exception {
    SUSPENDED.clear();
    NOTES.clear();
    running = new RunningWar(Suspending.class, Map.of());
  }

  @AfterEach
  void stop() {
    running.close();
  }

  /** Suspends whatever comes, but BYE. */
  public static final class Suspending extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
      switch (request.getMethod()) {
        case "ACK", "CANCEL" -> {}
        case "BYE" -> request.createResponse(200).send();
        default -> suspend(request);
      }
    }

    private static void suspend(SipServletRequest request) {
      SUSPENDED.add(running.war.suspend(request, "later", "kept", new Noting(request)));
      try {
        request.createResponse(200);
      } catch (IllegalStateException e) {
        NOTES.add(e.getMessage().substring(0, 9));
      }
    }
  }

  /** Notes what the engine would do. */
  private record Noting(SipServletRequest request) implements Abandonment {
    @Override
    public void abandoned() {
      NOTES.add("abandoned");
    }

    @Override
    public void afterwards() {
      try {
        request.createResponse(200);
      } catch (IllegalStateException e) {
        String why = String.valueOf(request.getAttribute(CancelRoute.REASON));
        NOTES.add(why + ": " + e.getMessage().substring(0, 9));
      }
    }
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(60, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private static void answer(SuspendedMessage suspended) {
    SipServletMessage[] message = new SipServletMessage[1];
    suspended.resume(
        "later",
        () -> {
          message[0] = running.war.current().orElseThrow();
          NOTES.add("resumed");
          ((SipServletRequest) message[0]).createResponse(200).send();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  @Tag("A1")
  @Tag("A2")
  void suspendedRequestIsResumedFromAnyThread(String transport) throws Exception {
    try (SipPhone phone = running.phone(transport)) {
      Exchange options = phone.request("OPTIONS", "sip:a@127.0.0.1");
      SuspendedMessage suspended = next(SUSPENDED);
      assertThat(next(NOTES)).isEqualTo("SIPA-0004");
      answer(suspended);
      options.expect(200);
      assertThat(next(NOTES)).isEqualTo("resumed");
    }
  }

  @Test
  @Tag("A3")
  void onlyTheFirstResumptionRuns() throws Exception {
    try (SipPhone phone = running.phone("udp")) {
      Exchange options = phone.request("OPTIONS", "sip:a@127.0.0.1");
      SuspendedMessage suspended = next(SUSPENDED);
      next(NOTES);
      answer(suspended);
      answer(suspended);
      options.expect(200);
      assertThat(next(NOTES)).isEqualTo("resumed");
      running.war.stop();
      assertThat(NOTES).isEmpty();
    }
  }

  @Test
  @Tag("A8")
  void cancelEndsTheSuspension() throws Exception {
    try (SipPhone phone = running.phone("udp")) {
      Call call = phone.invite("sip:a@127.0.0.1");
      SuspendedMessage suspended = next(SUSPENDED);
      next(NOTES);
      call.cancel().expect(200);
      call.ackFailure(487);
      assertThat(next(NOTES)).isEqualTo("abandoned");
      assertThat(next(NOTES)).isEqualTo("CANCEL: SIPA-0010");
      answer(suspended);
      running.war.stop();
      assertThat(NOTES).as("the route does not run").isEmpty();
    }
  }

  @Test
  @Tag("A15")
  @Tag("C-C2")
  void byeEndsASuspendedReinvite() throws Exception {
    try (SipPhone phone = running.phone("udp")) {
      Call call = phone.invite("sip:a@127.0.0.1");
      SuspendedMessage first = next(SUSPENDED);
      assertThat(next(NOTES)).isEqualTo("SIPA-0004");
      answer(first);
      call.expect(200);
      call.ack();
      assertThat(next(NOTES)).isEqualTo("resumed");
      Exchange again = call.inviteAgain();
      next(SUSPENDED);
      assertThat(next(NOTES)).isEqualTo("SIPA-0004");
      call.bye().expect(200);
      again.expect(487);
      assertThat(next(NOTES)).isEqualTo("abandoned");
      assertThat(next(NOTES)).isEqualTo("BYE: SIPA-0020");
    }
  }

  @Test
  @Tag("A11")
  void undeploymentAnswersWhatIsSuspended() throws Exception {
    try (SipPhone phone = running.phone("udp")) {
      Exchange options = phone.request("OPTIONS", "sip:a@127.0.0.1");
      next(SUSPENDED);
      next(NOTES);
      running.war.stop();
      options.expect(503);
      assertThat(next(NOTES)).isEqualTo("abandoned");
      assertThat(next(NOTES)).isEqualTo("session invalidated: SIPA-0011");
      assertThat(running.server.sessions().applicationSessions()).isZero();
      assertThat(running.server.applications().find(running.war.classLoader())).isEmpty();
    }
  }

  @Test
  @Tag("A14")
  void stateIsKeptInTheSession() throws Exception {
    try (SipPhone phone = running.phone("udp")) {
      Exchange options = phone.request("OPTIONS", "sip:a@127.0.0.1");
      SuspendedMessage suspended = next(SUSPENDED);
      var session = running.server.sessions().of(running.war.application()).get(0);
      String name = session.getAttributeNames().next();
      assertThat(name).startsWith("org.sipasync.suspended.");
      assertThat(session.getAttribute(name)).isEqualTo("kept");
      answer(suspended);
      options.expect(200);
    }
  }

  @Test
  void secondApplicationOfANameIsRefused() {
    assertThatThrownBy(() -> running.deploy("app", Suspending.class))
        .hasMessageStartingWith("SIPA-0206");
  }

  @Test
  void redeployedApplicationServesOnTheSameListenPoints() throws Exception {
    running.war.stop();
    try (SipPhone phone = running.phone("udp")) {
      phone.request("OPTIONS", "sip:a@127.0.0.1").expect(404);
      running.war = running.deploy("app", Suspending.class);
      Exchange options = phone.request("OPTIONS", "sip:a@127.0.0.1");
      answer(next(SUSPENDED));
      options.expect(200);
    }
  }

  @Test
  void drainedServerRefusesNewRequestsOnly() throws Exception {
    try (SipPhone phone = running.phone("udp")) {
      Call call = phone.invite("sip:a@127.0.0.1");
      answer(next(SUSPENDED));
      call.expect(200);
      call.ack();
      running.server.refuseNew(true);
      assertThat(phone.request("OPTIONS", "sip:a@127.0.0.1").expect(503).header("Retry-After"))
          .isEqualTo("5");
      call.bye().expect(200);
      assertThat(running.server.status().refused()).isOne();
    }
  }
}
