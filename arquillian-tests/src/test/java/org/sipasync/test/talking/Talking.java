package org.sipasync.test.talking;

import jakarta.inject.Inject;
import java.io.IOException;
import javax.servlet.sip.ServletTimer;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.TimerListener;
import javax.servlet.sip.TimerService;
import javax.servlet.sip.annotation.Ack;
import javax.servlet.sip.annotation.AnyMethod;
import javax.servlet.sip.annotation.SipListener;
import javax.servlet.sip.annotation.SipServlet;

/** Accepts what comes, and says in each answer what it remembers of the call, and where. */
@SipServlet(name = "talking", loadOnStartup = 1)
@SipListener
public class Talking implements TimerListener {
  @Inject TimerService timers;

  @AnyMethod
  void requested(SipServletRequest request) throws IOException {
    SipApplicationSession session = request.getApplicationSession();
    String asked = (String) session.getAttribute("asked");
    session.setAttribute("asked", (asked == null ? "" : asked + " ") + request.getMethod());
    session.setAttribute("dialog", request.getSession());
    String timer = request.getHeader("X-Timer");
    if (timer != null) {
      timers.createTimer(session, Long.parseLong(timer), true, "of " + request.getCallId());
    }
    if (!request.getMethod().equals("ACK")) {
      SipServletResponse answer = request.createResponse(200);
      answer.setHeader("X-Node", node());
      answer.setHeader("X-Asked", String.valueOf(asked));
      answer.send();
    }
  }

  @Ack
  void acknowledged(SipServletRequest ack) throws IOException {
    requested(ack);
  }

  private static String node() {
    return System.getProperty("sip.listen");
  }

  /** Tells the caller of the timer, in its dialog. */
  @Override
  public void timeout(ServletTimer timer) {
    SipSession dialog = (SipSession) timer.getApplicationSession().getAttribute("dialog");
    SipServletRequest info = dialog.createRequest("INFO");
    info.setHeader("X-Node", node());
    info.setHeader("X-Timer", (String) timer.getInfo());
    try {
      info.send();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
