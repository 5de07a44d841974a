package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.OptionalInt;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.sleep.Sleep;

/** {@code sip:pause@host;ms=100}: 200 after a pause. */
@ApplicationScoped
public class Pause implements Scenario {
  private static final int DEFAULT_MILLIS = 100;
  private static final int MAX_MILLIS = 30_000;
  private static final int MAX_NON_INVITE_MILLIS = 4_000;

  @Inject SipAsync async;
  @Inject Blocking blocking;

  @Override
  public String user() {
    return "pause";
  }

  @Override
  public void handle(SipServletRequest request) throws IOException {
    boolean isInvite = request.getMethod().equals("INVITE");
    OptionalInt millis =
        Parameters.number(
            request, "ms", DEFAULT_MILLIS, isInvite ? MAX_MILLIS - 1 : MAX_NON_INVITE_MILLIS);
    if (millis.isEmpty()) {
      Answer.send(request, SipServletResponse.SC_BAD_REQUEST, "Bad parameter ms");
    } else if (Parameters.isBlocking(request)) {
      blocking.sleep(millis.getAsInt());
      paused(request, ReturnCodes.OK);
    } else {
      async.call(Sleep.millis(millis.getAsInt())).resume("paused");
    }
  }

  @ResumeRoute("paused")
  void paused(SipServletRequest request, @ReturnCode int rc) throws IOException {
    if (rc > 0) {
      Answer.ok(request);
    } else { // limit reached, or cancelled by an operator
      Answer.send(request, SipServletResponse.SC_SERVICE_UNAVAILABLE, "No pause");
    }
  }
}
