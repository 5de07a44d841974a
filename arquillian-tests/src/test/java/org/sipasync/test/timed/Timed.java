package org.sipasync.test.timed;

import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.UAMode;
import javax.servlet.sip.annotation.Bye;
import javax.servlet.sip.annotation.Invite;
import javax.servlet.sip.annotation.Message;
import javax.servlet.sip.annotation.SipListener;
import javax.servlet.sip.annotation.SipServlet;
import javax.servlet.sip.annotation.SuccessResponse;
import org.sipasync.jsr359.SessionTimer;
import org.sipasync.jsr359.SessionTimerListener;
import org.sipasync.jsr359.SipMessage2;
import org.sipasync.jsr359.SipSession2;

/** Accepts calls, makes one by order of a MESSAGE, and notes whose timer has expired. */
@SipServlet(name = "timed", loadOnStartup = 1)
@SipListener
@SessionTimer(expires = 30, min = 2)
public class Timed implements SessionTimerListener {
  private static final String SDP = "v=0\r\no=timed 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
  private static final List<String> EXPIRED = new CopyOnWriteArrayList<>();

  @Inject SipFactory factory;

  @Invite
  void invited(SipServletRequest invite) throws IOException {
    boolean active = SipSession2.of(invite.getSession()).getActiveInvite(UAMode.UAS) == invite;
    SipServletResponse ok = invite.createResponse(active ? 200 : 500);
    ok.setContent(SDP, "application/sdp");
    ok.send();
  }

  @Invite
  @SuccessResponse
  void accepted(SipServletResponse ok) throws IOException {
    ok.createAck().send();
  }

  @Bye
  void ended(SipServletRequest bye) throws IOException {
    bye.createResponse(200).send();
  }

  /** A body is an address to call; without one, the answer lists the calls that have expired. */
  @Message
  void ordered(SipServletRequest message) throws IOException, ServletParseException {
    SipServletResponse ok = message.createResponse(200);
    List<String> to = SipMessage2.of(message).getHeaderList("X-Call");
    if (to.isEmpty()) {
      ok.setContent(String.join("\n", EXPIRED) + "\n", "text/plain");
    } else {
      SipServletRequest invite =
          factory.createRequest(
              factory.createApplicationSession(), "INVITE", "sip:timed@127.0.0.1", to.get(0));
      invite.setContent(SDP, "application/sdp");
      invite.send();
      ok.setHeader("X-Call-ID", invite.getCallId());
    }
    ok.send();
  }

  @Override
  public void sessionTimerExpired(SipSessionEvent event) {
    EXPIRED.add(event.getSession().getCallId());
  }
}
