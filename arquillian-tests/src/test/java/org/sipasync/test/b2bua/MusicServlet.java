package org.sipasync.test.b2bua;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;

/** Music on hold: at an INFO with X-Hold, the other phone is offered the music server's stream. */
@javax.servlet.sip.annotation.SipServlet(name = "music")
public class MusicServlet extends Legs {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    if (request.getHeader("X-Hold") == null) {
      super.doRequest(request);
      return;
    }
    SipSession other = request.getB2buaHelper().getLinkedSession(request.getSession());
    SipServletRequest hold = other.createRequest("INVITE");
    String music = "v=0\r\no=- 9 9 IN IP4 127.0.0.1\r\ns=music\r\na=sendonly\r\n";
    hold.setContent(music.getBytes(StandardCharsets.US_ASCII), "application/sdp");
    hold.setAttribute("asked", request);
    hold.send();
  }

  @Override
  protected void doResponse(SipServletResponse response) throws ServletException, IOException {
    SipServletRequest asked = (SipServletRequest) response.getRequest().getAttribute("asked");
    if (asked == null) {
      super.doResponse(response);
    } else if (response.getStatus() >= 200) {
      if (response.getStatus() < 300) {
        response.createAck().send();
      }
      asked.createResponse(response.getStatus()).send();
    }
  }
}
