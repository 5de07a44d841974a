package org.sipasync.test.faults;

import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;
import javax.servlet.sip.annotation.SipListener;
import org.sipasync.CancelReason;
import org.sipasync.CancelRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsync;
import org.sipasync.SipAsyncException;
import org.sipasync.functions.sleep.Sleep;

/** Suspends INVITEs that it is told to hold, and answers everything else 200. */
@javax.servlet.sip.annotation.SipServlet(name = "faults", loadOnStartup = 1)
@SipListener
public class FaultsServlet extends SipServlet implements TimerListener {
  private static final long serialVersionUID = 1L;
  private static final Map<String, String> NOTES = new ConcurrentHashMap<>();

  @Inject transient SipAsync async;
  @Inject transient SipFactory factory;
  @Inject transient TimerService timers;

  private static void note(String callId, String what) {
    NOTES.merge(callId, what, (before, now) -> before + "\n" + now);
  }

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    switch (request.getMethod()) {
      case "ACK", "CANCEL" -> {}
      case "INVITE" -> invited(request);
      case "PRACK" -> acknowledged(request);
      case "MESSAGE" -> asked(request);
      default -> request.createResponse(200).send();
    }
  }

  private void invited(SipServletRequest invite) throws IOException {
    switch (what(invite)) {
      case "hold" -> {
        note(invite.getCallId(), "held " + invite.getHeader("CSeq"));
        async.call(Sleep.millis(25_000)).resume("held");
      }
      case "soon" -> async.call(Sleep.millis(50)).resume("held");
      case "silent" -> async.call(Sleep.millis(1)).resume("silent");
      case "reliable" -> async.call(Sleep.millis(1)).resume("progressed");
      default -> invite.createResponse(200).send();
    }
  }

  /** Returns what a request asks for: the user it calls, or in a dialog its header X-Do. */
  private static String what(SipServletRequest request) {
    String what =
        request.isInitial()
            ? ((SipURI) request.getRequestURI()).getUser()
            : request.getHeader("X-Do");
    return what == null ? "" : what;
  }

  private void asked(SipServletRequest message) throws IOException, ServletException {
    switch (what(message)) {
      case "notes" -> {
        String call = message.getHeader("X-Call");
        var ok = message.createResponse(200);
        ok.setContent(NOTES.getOrDefault(call, "nothing"), "text/plain");
        ok.send();
      }
      case "probe" -> {
        message.createResponse(200).send();
        message.getSession().createRequest("INFO").send();
      }
      case "end" -> {
        message.createResponse(200).send();
        message.getApplicationSession().invalidate();
      }
      case "reach" -> reach(message);
      case "own lane" -> waitForTimerOfAnotherSession(message);
      default -> message.createResponse(200).send();
    }
  }

  @ResumeRoute
  void held(SipServletRequest invite) throws IOException {
    note(invite.getCallId(), "resumed");
    invite.createResponse(200).send();
  }

  @CancelRoute("held")
  void ended(SipServletRequest invite, @CancelReason String why) {
    note(invite.getCallId(), "ended: " + why);
    try {
      invite.createResponse(200).send();
      note(invite.getCallId(), "answered after its end");
    } catch (SipAsyncException e) {
      note(invite.getCallId(), e.getMessage());
    } catch (IOException e) {
      note(invite.getCallId(), e.toString());
    }
  }

  @ResumeRoute
  void silent(SipServletRequest invite) {
    note(invite.getCallId(), "silent");
  }

  // --- a route that sends a reliable 183, and answers after its PRACK

  @ResumeRoute
  void progressed(SipServletRequest invite) throws Rel100Exception {
    invite.getSession().setAttribute("invite", invite);
    invite.createResponse(183).sendReliably();
  }

  private static void acknowledged(SipServletRequest prack) throws IOException {
    prack.createResponse(200).send();
    ((SipServletRequest) prack.getSession().getAttribute("invite")).createResponse(200).send();
  }

  /** Sends a request by TCP to a port that may swallow SYNs. */
  private void reach(SipServletRequest message) throws IOException, ServletException {
    SipURI uri = (SipURI) message.getRequestURI();
    SipServletRequest own =
        factory.createRequest(
            message.getApplicationSession(), "MESSAGE", "sip:faults@127.0.0.1", "sip:x@127.0.0.1");
    SipURI target = factory.createSipURI("x", "127.0.0.1");
    target.setPort(Integer.parseInt(uri.getParameter("port")));
    target.setTransportParam("tcp");
    own.setRequestURI(target);
    own.send();
    message.createResponse(200).send();
  }

  // --- a session that a handler makes has a lane of its own

  private void waitForTimerOfAnotherSession(SipServletRequest message) throws IOException {
    SipApplicationSession other = factory.createApplicationSession();
    CountDownLatch fired = new CountDownLatch(1);
    other.setAttribute("fired", fired);
    timers.createTimer(other, 1, false, "own lane");
    boolean inTime;
    try {
      inTime = fired.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      inTime = false;
    }
    message.createResponse(inTime ? 200 : 500).send();
  }

  @Override
  public void timeout(ServletTimer timer) {
    ((CountDownLatch) timer.getApplicationSession().getAttribute("fired")).countDown();
    timer.getApplicationSession().invalidate();
  }
}
