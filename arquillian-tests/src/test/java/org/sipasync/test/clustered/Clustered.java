package org.sipasync.test.clustered;

import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.annotation.Bye;
import javax.servlet.sip.annotation.Invite;
import javax.servlet.sip.annotation.SipServlet;
import org.sipasync.Avps;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.functions.sleep.Sleep;

/** Suspends each call for as long as its X-Wait says, and answers what has become of it. */
@SipServlet(name = "clustered", loadOnStartup = 1)
public class Clustered {
  @Inject SipAsync async;

  @Invite
  void invited(SipServletRequest invite, Avps avps) {
    Duration time = Duration.ofMillis(Long.parseLong(invite.getHeader("X-Wait")));
    avps.set("from", invite.getCallId());
    invite.getApplicationSession().setAttribute("asked", invite.getHeader("X-Wait"));
    boolean again = ((SipURI) invite.getRequestURI()).getUser().equals("again");
    async
        .call(again ? new Sleep(time) : new Once(time))
        .deadline(Duration.ofMinutes(3))
        .resume("waited");
  }

  /** Suspends it once more, for as long as X-Then says, or answers. */
  @ResumeRoute("waited")
  void waited(SipServletRequest invite, @ReturnCode int code, Avps avps) throws IOException {
    if (invite.getHeader("X-Then") != null && avps.get("first", Integer.class) == null) {
      avps.set("first", code);
      Duration time = Duration.ofMillis(Long.parseLong(invite.getHeader("X-Then")));
      async.call(new Sleep(time)).deadline(Duration.ofMinutes(3)).resume("waited");
      return;
    }
    int told = invite.getHeader("X-Answer") == null ? 486 : 200;
    SipServletResponse answer = invite.createResponse(code == 1 ? told : 480);
    answer.setHeader("X-First", String.valueOf(avps.get("first", Integer.class)));
    answer.setHeader("X-Rc", Integer.toString(code));
    answer.setHeader("X-Node", System.getProperty("sip.listen"));
    answer.setHeader("X-Avp", avps.get("from", String.class));
    answer.setHeader(
        "X-Asked", String.valueOf(invite.getApplicationSession().getAttribute("asked")));
    answer.send();
  }

  @Bye
  void hungUp(SipServletRequest bye) throws IOException {
    bye.createResponse(200).send();
  }
}
