package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipPhone;

/** Routes that end without an answer (SIPA-0305). */
@Tag("A6")
class UnansweredRouteTest extends Handler {
  private static volatile RunningWar running;

  private final Logger logger = Logger.getLogger("org.sipasync");
  private final BlockingQueue<String> unanswered = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() throws Exception {
    logger.addHandler(this);
    running = new RunningWar(Routed.class, Map.of());
  }

  @AfterEach
  void stop() {
    running.close();
    logger.removeHandler(this);
  }

  @Override
  public void publish(LogRecord line) {
    if (line.getMessage().startsWith("SIPA-0305")) {
      unanswered.add(line.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  /**
   * Runs each INVITE's handler as a route: one sends a leg by the factory, the other forgets it.
   */
  public static final class Routed extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doInvite(SipServletRequest invite) {
      String callee = invite.getHeader("X-Callee");
      String name = callee == null ? "silent" : "leg";
      running.war.routes().run(invite, name, () -> sendLeg(invite, callee), () -> {});
    }

    private static void sendLeg(SipServletRequest invite, String callee) throws Exception {
      if (callee != null) {
        SipFactory factory = (SipFactory) running.war.sipObject(SipFactory.class);
        SipServletRequest leg =
            factory.createRequest(
                invite.getApplicationSession(), "INVITE", "sip:app@127.0.0.1", callee);
        leg.setAttribute("original", invite);
        leg.send();
      }
    }

    @Override
    protected void doErrorResponse(SipServletResponse response) throws IOException {
      SipServletRequest original =
          (SipServletRequest) response.getRequest().getAttribute("original");
      original.createResponse(response.getStatus()).send();
    }
  }

  @Test
  void legByTheFactoryMayBringTheAnswer() {
    try (SipPhone phone = running.phone("udp");
        SipPhone bob = running.phone("udp").as("bob")) {
      Call call = phone.invite("app", "X-Callee: " + bob.address());
      IncomingCall incoming = bob.awaitCall();
      incoming.refuse(486, "Busy Here");
      call.ackFailure(486);
    }
    assertThat(unanswered).isEmpty();
  }

  @Test
  void routeThatForgetsItsRequestIsNamed() throws InterruptedException {
    try (SipPhone phone = running.phone("udp")) {
      Call call = phone.invite("app");
      assertThat(unanswered.poll(1, TimeUnit.MINUTES)).startsWith("SIPA-0305: route \"silent\"");
      call.cancel().expect(200);
      call.ackFailure(487);
    }
  }
}
