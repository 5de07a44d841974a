package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.Avp;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.sample.digest.Credentials;

/** {@code sip:auth@host}: 401, then 200 for the right password. */
@ApplicationScoped
public class Auth implements Scenario {
  static final Duration DEADLINE = Duration.ofMillis(800);

  @Inject SipAsync async;
  @Inject Users users;
  @Inject Authenticator authenticator;
  @Inject Blocking blocking;

  @Override
  public String user() {
    return "auth";
  }

  @Override
  public void handle(SipServletRequest request) throws IOException {
    Optional<Credentials> given = authenticator.credentials(request);
    if (given.isEmpty()) {
      return;
    }
    if (Parameters.isBlocking(request)) {
      Blocking.Table found = blocking.query(Users.SECRETS, given.get().username());
      authenticated(request, found.returnCode(), found.text("ha1_md5"), found.text("ha1_sha256"));
    } else {
      async
          .call(users.secrets(given.get().username()).columns("md5", "sha256"))
          .deadline(DEADLINE)
          .resume("authenticated");
    }
  }

  @ResumeRoute("authenticated")
  void authenticated(
      SipServletRequest request,
      @ReturnCode int rc,
      @Avp("md5") String md5,
      @Avp("sha256") String sha256)
      throws IOException {
    Optional<String> user = authenticator.accept(request, rc, md5, sha256);
    if (user.isPresent()) {
      Answer.ok(request, "X-User", user.get());
    }
  }
}
