package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.Async;
import org.sipasync.Avp;
import org.sipasync.Avps;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.function.AsyncFunction;
import org.sipasync.functions.rest.HttpAnswer;

/**
 * {@code sip:chain@host;uid=alice}: user, credit, backend decision: three asyncs in sequence, then
 * the answer.
 *
 * <p>A request with credentials is authenticated as in {@link Auth}; without, only the user's
 * existence is checked.
 */
@ApplicationScoped
public class Chain implements Scenario {
  private static final Duration DEADLINE = Duration.ofMillis(800);
  private static final int THINKING_MILLIS = 20;

  @Inject SipAsync async;
  @Inject Users users;
  @Inject Services services;
  @Inject Authenticator authenticator;

  @Override
  public String user() {
    return "chain";
  }

  @Override
  public void handle(SipServletRequest request) {
    AsyncFunction first =
        isAuthenticating(request)
            ? authenticator.authenticate(request).into("user")
            : users.secrets(Parameters.text(request, "uid"));
    async.call(first).deadline(DEADLINE).resume("known");
  }

  private static boolean isAuthenticating(SipServletRequest request) {
    return request.getHeader("Authorization") != null;
  }

  @ResumeRoute
  @Async(resume = "rated", deadlineMillis = 800)
  AsyncFunction known(
      SipServletRequest request, @ReturnCode int rc, @Avp("user") String user, Avps avps)
      throws IOException {
    String uid = Parameters.text(request, "uid");
    if (isAuthenticating(request)) {
      if (rc < 0) {
        authenticator.refuse(request, rc);
        return null;
      }
      if (!user.equals(uid)) {
        Answer.send(request, SipServletResponse.SC_FORBIDDEN, "Not your account");
        return null;
      }
    } else if (rc < 0) {
      boolean isUnknown = rc == Users.NOBODY;
      Answer.send(request, isUnknown ? 404 : 503, isUnknown ? "Unknown user" : "Database failure");
      return null;
    }
    avps.set("steps", isAuthenticating(request) ? "authenticated" : "known");
    return users.credit(uid).into("credit");
  }

  @ResumeRoute
  @Async(resume = "routed", deadlineMillis = 800)
  AsyncFunction rated(
      SipServletRequest request,
      @ReturnCode int rc,
      @Avp("credit") Long credit,
      @Avp("steps") String steps,
      Avps avps)
      throws IOException {
    if (rc < 0) {
      Answer.send(request, SipServletResponse.SC_SERVICE_UNAVAILABLE, "Database failure");
      return null;
    }
    if (credit == 0) {
      Answer.send(request, SipServletResponse.SC_PAYMENT_REQUIRED, "No credit");
      return null;
    }
    avps.set("steps", steps + " credit=" + credit);
    return services.decision(THINKING_MILLIS, "price").answerInto("answer");
  }

  @ResumeRoute
  void routed(
      SipServletRequest request,
      @ReturnCode int rc,
      @Avp("answer") HttpAnswer answer,
      @Avp("steps") String steps)
      throws IOException {
    Decision decision = rc < 0 ? null : Decision.of(answer);
    if (decision == null) {
      Answer.send(request, SipServletResponse.SC_BAD_GATEWAY, "The backend failed");
    } else {
      Answer.ok(request, "X-Steps", steps + " price=" + decision.value());
    }
  }
}
