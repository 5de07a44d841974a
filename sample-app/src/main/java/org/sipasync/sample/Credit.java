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

/** {@code sip:credit@host;uid=alice}: answers with the user's credit from the database. */
@ApplicationScoped
public class Credit implements Scenario {
  private static final Duration DEADLINE = Duration.ofMillis(800);

  @Inject SipAsync async;
  @Inject Users users;
  @Inject Blocking blocking;

  @Override
  public String user() {
    return "credit";
  }

  @Override
  public void handle(SipServletRequest request) throws IOException {
    String uid = Parameters.text(request, "uid");
    if (Parameters.isBlocking(request)) {
      Blocking.Table found = blocking.query(Users.CREDIT, uid);
      credited(request, found.returnCode(), found.number("credit"));
    } else {
      async.call(users.credit(uid).into("credit")).deadline(DEADLINE).resume("credited");
    }
  }

  @ResumeRoute("credited")
  void credited(SipServletRequest request, @ReturnCode int rc, @Avp("credit") Long credit)
      throws IOException {
    if (rc == Users.NOBODY) {
      Answer.send(request, 404, "Unknown user");
    } else if (rc < 0) {
      Answer.send(request, 503, "Database failure");
    } else if (credit == 0) {
      Answer.send(request, 402, "No credit");
    } else {
      Answer.ok(request, "X-Credit", credit);
    }
  }
}
