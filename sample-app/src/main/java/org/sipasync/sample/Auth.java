package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.Avp;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.function.Result;

/** {@code sip:auth@host}: 401, then 200 for the right password. */
@ApplicationScoped
public class Auth implements Scenario {
  static final Duration DEADLINE = Duration.ofMillis(800);

  @Inject SipAsync async;
  @Inject Authenticator authenticator;

  @Override
  public String user() {
    return "auth";
  }

  @Override
  public void handle(SipServletRequest request) throws IOException {
    if (Parameters.isBlocking(request)) {
      Result result = authenticator.authenticateBlocking(request);
      authenticated(request, result.returnCode(), (String) result.value());
    } else {
      async
          .call(authenticator.authenticate(request).into("user"))
          .deadline(DEADLINE)
          .resume("authenticated");
    }
  }

  @ResumeRoute("authenticated")
  void authenticated(SipServletRequest request, @ReturnCode int rc, @Avp("user") String user)
      throws IOException {
    if (rc < 0) {
      authenticator.refuse(request, rc);
    } else {
      Answer.ok(request, "X-User", user);
    }
  }
}
