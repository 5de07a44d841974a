package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.Avp;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.rest.HttpAnswer;

/**
 * {@code sip:http@host;delay=100}: asks the backend over HTTP what to do with the call, and does
 * it: 200 with the price, 302 with the target, or 403.
 */
@ApplicationScoped
public class Http implements Scenario {
  static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final Set<String> ACTIONS = Set.of("price", "route", "block");
  private static final int DEFAULT_DELAY = 100;

  @Inject SipAsync async;
  @Inject Services services;
  @Inject Blocking blocking;

  @Override
  public String user() {
    return "http";
  }

  @Override
  public void handle(SipServletRequest request) throws IOException, ServletParseException {
    OptionalInt delay =
        Parameters.number(request, "delay", DEFAULT_DELAY, Backend.MAX_DELAY_MILLIS);
    String action = Parameters.word(request, "action", "price");
    if (delay.isEmpty() || action == null || !ACTIONS.contains(action)) {
      Answer.send(request, SipServletResponse.SC_BAD_REQUEST, "Bad parameter delay or action");
    } else if (Parameters.isBlocking(request)) {
      Blocking.Page page = blocking.get(services.decisionUrl(delay.getAsInt(), action));
      decided(request, page.returnCode(), page.answer());
    } else {
      async
          .call(services.decision(delay.getAsInt(), action).answerInto("answer"))
          .deadline(DEADLINE)
          .resume("decided");
    }
  }

  @ResumeRoute("decided")
  void decided(SipServletRequest request, @ReturnCode int rc, @Avp("answer") HttpAnswer answer)
      throws IOException, ServletParseException {
    if (rc == ReturnCodes.DEADLINE || rc == ReturnCodes.CONNECT_TIMEOUT) {
      Answer.send(request, SipServletResponse.SC_SERVER_TIMEOUT, "The backend is too slow");
      return;
    }
    Decision decision = rc < 0 ? null : Decision.of(answer);
    if (decision == null) {
      Answer.send(request, SipServletResponse.SC_BAD_GATEWAY, "The backend failed");
      return;
    }
    switch (decision.action()) {
      case PRICE -> Answer.ok(request, "X-Result", "price=" + decision.value());
      case BLOCK -> Answer.send(request, SipServletResponse.SC_FORBIDDEN, "Blocked");
      case ROUTE -> {
        SipServletResponse moved = request.createResponse(SipServletResponse.SC_MOVED_TEMPORARILY);
        moved.setHeader("Contact", "<" + decision.value() + ">");
        Answer.send(moved);
      }
    }
  }
}
