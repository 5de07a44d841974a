package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger.Level;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import org.sipasync.Param;
import org.sipasync.ReportRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;

/**
 * {@code sip:cdr@host}: answers the call; after the BYE, its record is written to the database in
 * parallel. {@code GET /records} shows the last ones.
 */
@ApplicationScoped
public class Cdr implements Scenario {
  private static final System.Logger LOG = System.getLogger(Cdr.class.getName());
  private static final String STARTED = "sample.started";
  private static final int MAX_CALL_ID = 255;

  @Inject SipAsync async;
  @Inject Users users;

  @Override
  public String user() {
    return "cdr";
  }

  @Override
  public void handle(SipServletRequest request) throws IOException {
    if (request.getMethod().equals("INVITE")) {
      request.getSession().setAttribute(STARTED, System.currentTimeMillis());
    }
    Answer.ok(request);
  }

  /** Writes the record of an ended call in parallel, if it is one of these. */
  void ended(SipSession call) {
    if (call.getAttribute(STARTED) instanceof Long started) {
      String callId = call.getCallId();
      String kept = callId.substring(0, Math.min(callId.length(), MAX_CALL_ID));
      async
          .launch(users.record(kept, started, System.currentTimeMillis()))
          .parameter(kept)
          .report("recorded");
    }
  }

  @ReportRoute("recorded")
  void recorded(@ReturnCode int rc, @Param String callId) {
    if (rc < 0) {
      LOG.log(
          Level.WARNING, "No record of call {0}: return code {1}", Answer.printable(callId), rc);
    }
  }
}
