package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSessionBindingEvent;
import javax.servlet.sip.SipSessionBindingListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** Requests that a servlet sends when it is destroyed. */
@Tag("289-3.1")
class LastRequestsTest {
  private static final List<String> NOTES = new CopyOnWriteArrayList<>();
  private RunningWar running;

  @BeforeEach
  void start() throws Exception {
    NOTES.clear();
    running = new RunningWar(Accepting.class, Map.of());
  }

  @AfterEach
  void stop() {
    running.close();
  }

  /** Accepts calls, and hangs up when it is destroyed. */
  public static final class Accepting extends SipServlet {
    private static final long serialVersionUID = 1L;
    private final transient List<SipSession> calls = new CopyOnWriteArrayList<>();

    @Override
    protected void doInvite(SipServletRequest request) throws IOException {
      request.getSession().setAttribute("end", new End());
      calls.add(request.getSession());
      request.createResponse(200).send();
    }

    @Override
    protected void doInfo(SipServletRequest request) throws IOException {
      NOTES.add("INFO");
      request.createResponse(200).send();
    }

    @Override
    protected void doResponse(SipServletResponse response) {
      NOTES.add("response");
    }

    @Override
    public void destroy() {
      NOTES.add("destroyed");
      calls.stream().filter(SipSession::isValid).forEach(Accepting::hangUp);
    }

    private static void hangUp(SipSession session) {
      try {
        session.createRequest("BYE").send();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Notes the end of its session. */
  private static final class End implements SipSessionBindingListener {
    @Override
    public void valueBound(SipSessionBindingEvent event) {}

    @Override
    public void valueUnbound(SipSessionBindingEvent event) {
      NOTES.add("session ended");
    }
  }

  private static Call answered(SipPhone phone) {
    Call call = phone.invite("sip:a@127.0.0.1");
    call.expect(200);
    call.ack();
    return call;
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void servletHangsUpAtUndeployment(String transport) throws Exception {
    try (SipPhone phone = running.phone(transport)) {
      Call call = answered(phone);
      CompletableFuture<Void> stop = CompletableFuture.runAsync(running.war::stop);
      SipMessage bye = phone.awaitRequest("BYE");
      assertThat(bye.header("Call-ID")).isEqualTo(call.callId());
      call.send("INFO").expect(503);
      phone.respond(bye, 200, "OK");
      stop.get(10, TimeUnit.SECONDS);
      assertThat(NOTES).containsExactly("destroyed", "session ended");
      assertThat(running.server.sessions().applicationSessions()).isZero();
    }
  }

  @Test
  void servletHangsUpWhenTheServerStops() throws Exception {
    try (SipPhone phone = running.phone("udp")) {
      answered(phone);
      CompletableFuture<Void> stop = CompletableFuture.runAsync(running.server::close);
      phone.respond(phone.awaitRequest("BYE"), 200, "OK");
      stop.get(10, TimeUnit.SECONDS);
      assertThat(NOTES).containsExactly("destroyed", "session ended");
    }
  }

  @Test
  void answerIsNotWaitedForWithoutEnd() throws Exception {
    try (SipPhone phone = running.phone("udp")) {
      answered(phone);
      running.war.stop();
      phone.awaitRequest("BYE");
      assertThat(NOTES).containsExactly("destroyed", "session ended");
      assertThat(running.server.sessions().applicationSessions()).isZero();
    }
  }
}
