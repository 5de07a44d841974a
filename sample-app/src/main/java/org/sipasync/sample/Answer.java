package org.sipasync.sample;

import java.io.IOException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Final responses. A session without a dialog ends with its response. */
final class Answer {
  private Answer() {}

  /** 200; the SDP of an INVITE is sent back as it came. */
  static void ok(SipServletRequest request) throws IOException {
    ok(request, null, null);
  }

  /**
   * 200 with a header; the SDP of an INVITE is sent back as it came.
   *
   * @param header its name; null for none
   * @param value a value of ours, nothing that was received
   */
  static void ok(SipServletRequest request, String header, Object value) throws IOException {
    SipServletResponse ok = request.createResponse(SipServletResponse.SC_OK);
    if (header != null) {
      ok.setHeader(header, value.toString());
    }
    if (request.getMethod().equals("INVITE") && request.getContentLength() > 0) {
      ok.setContent(request.getRawContent(), request.getContentType());
    }
    ok.send();
    invalidateWhenReady(request);
  }

  /**
   * Any other response.
   *
   * @param reason a text of ours, nothing that was received
   */
  static void send(SipServletRequest request, int status, String reason) throws IOException {
    request.createResponse(status, reason).send();
    invalidateWhenReady(request);
  }

  private static void invalidateWhenReady(SipServletRequest request) {
    request.getApplicationSession().setInvalidateWhenReady(true);
  }
}
