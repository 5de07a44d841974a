package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.Avp;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.function.Functions;
import org.sipasync.functions.rest.HttpAnswer;
import org.sipasync.functions.sleep.Sleep;

/** {@code sip:all@host}: queries the database and the backend and sleeps, in parallel. */
@ApplicationScoped
public class All implements Scenario {
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final int MILLIS = 100;

  @Inject SipAsync async;
  @Inject Users users;
  @Inject Services services;

  @Override
  public String user() {
    return "all";
  }

  @Override
  public void handle(SipServletRequest request) {
    String uid = Parameters.text(request, "uid");
    async
        .call(
            Functions.all(
                users.credit(uid.isEmpty() ? "alice" : uid).into("credit"),
                services.decision(MILLIS, "price").answerInto("answer"),
                Sleep.millis(MILLIS)))
        .deadline(DEADLINE)
        .resume("joined");
  }

  @ResumeRoute("joined")
  void joined(
      SipServletRequest request,
      @ReturnCode int rc,
      @Avp("credit") Long credit,
      @Avp("answer") HttpAnswer answer)
      throws IOException {
    Decision decision = rc < 0 ? null : Decision.of(answer);
    if (decision == null) {
      Answer.send(request, SipServletResponse.SC_SERVICE_UNAVAILABLE, "One of the three failed");
    } else {
      Answer.ok(request, "X-All", "credit=" + credit + " price=" + decision.value() + " slept");
    }
  }
}
