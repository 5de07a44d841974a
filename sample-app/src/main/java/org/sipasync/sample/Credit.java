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

/** {@code sip:credit@host;uid=alice}: answers with the user's credit, which the database knows. */
@ApplicationScoped
public class Credit implements Scenario {
  @Inject SipAsync async;

  @Override
  public String user() {
    return "credit";
  }

  @Override
  public void handle(SipServletRequest request) {
    async
        .call(async.function("credit", Parameters.text(request, "uid")).into("credit"))
        .deadline(Duration.ofMillis(800))
        .resume("credited");
  }

  @ResumeRoute("credited")
  void credited(SipServletRequest request, @ReturnCode int rc, @Avp("credit") Long credit)
      throws IOException {
    if (rc < 0) {
      Answer.send(request, 503, "Database failure");
    } else if (credit == null) {
      Answer.send(request, 404, "Unknown user");
    } else if (credit == 0) {
      Answer.send(request, 402, "No credit");
    } else {
      Answer.ok(request, "X-Credit", credit);
    }
  }
}
