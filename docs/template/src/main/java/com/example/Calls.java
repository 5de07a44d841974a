package com.example;

import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.annotation.SipServlet;
import org.sipasync.Async;
import org.sipasync.Avp;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.annotation.Bye;
import org.sipasync.annotation.Invite;
import org.sipasync.annotation.Options;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.sleep.Sleep;

/** Answers calls of users with credit, and records their end. */
@SipServlet(name = "calls")
public class Calls {
  private static final int MAX_NAME = 64;

  @Inject SipAsync async;
  private final LongAdder recorded = new LongAdder();

  /** Waits without a thread for a bean's method and a built-in function in parallel. */
  @Invite
  @Async(resume = "credited", deadlineMillis = 1000)
  AsyncFunction invited(SipServletRequest invite) {
    return Functions.all(async.function("credit", caller(invite)).into("credit"), Sleep.millis(50));
  }

  /** Continues when both have ended, or at the deadline. */
  @ResumeRoute
  void credited(SipServletRequest invite, @ReturnCode int rc, @Avp("credit") Long credit)
      throws IOException {
    if (rc == ReturnCodes.DEADLINE) {
      answer(invite, SipServletResponse.SC_SERVER_TIMEOUT);
    } else if (rc < 0) {
      answer(invite, SipServletResponse.SC_SERVICE_UNAVAILABLE);
    } else if (credit == null) {
      answer(invite, SipServletResponse.SC_NOT_FOUND);
    } else if (credit == 0) {
      answer(invite, SipServletResponse.SC_PAYMENT_REQUIRED);
    } else {
      SipServletResponse ok = invite.createResponse(SipServletResponse.SC_OK);
      ok.setHeader("X-Credit", credit.toString());
      if (invite.getContentLength() > 0) {
        ok.setContent(invite.getRawContent(), invite.getContentType());
      }
      ok.send();
    }
  }

  /** Answers immediately; the record is written in parallel, and the outcome reported. */
  @Bye
  void ended(SipServletRequest bye) throws IOException {
    async.launch(async.function("record", bye.getCallId())).report("recorded");
    answer(bye, SipServletResponse.SC_OK);
  }

  @ReportRoute
  void recorded(@ReturnCode int rc) {
    if (rc > 0) {
      recorded.increment();
    }
  }

  @Options
  void status(SipServletRequest options) throws IOException {
    SipServletResponse ok = options.createResponse(SipServletResponse.SC_OK);
    ok.setHeader("X-Recorded", recorded.toString());
    ok.send();
  }

  private static void answer(SipServletRequest request, int status) throws IOException {
    request.createResponse(status).send();
  }

  /** Returns the caller's name, untrusted and limited in length. */
  private static String caller(SipServletRequest request) {
    String user = request.getFrom().getURI() instanceof SipURI uri ? uri.getUser() : null;
    return user == null ? "" : user.substring(0, Math.min(user.length(), MAX_NAME));
  }
}
