package org.sipasync.sample;

import java.io.IOException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Sends final responses. A session without a dialog ends with its response. */
final class Answer {
  private static final int MAX_VALUE = 200;

  private Answer() {}

  /** Sends a 200, echoing the SDP of an INVITE. */
  static void ok(SipServletRequest request) throws IOException {
    ok(request, null, null);
  }

  /**
   * Sends a 200 with a header, echoing the SDP of an INVITE.
   *
   * @param header its name; null for none
   * @param value cleaned for a header: printable, one line, at most 200 characters
   */
  static void ok(SipServletRequest request, String header, Object value) throws IOException {
    SipServletResponse ok = request.createResponse(SipServletResponse.SC_OK);
    if (header != null) {
      ok.setHeader(header, printable(value.toString()));
    }
    if (request.getMethod().equals("INVITE") && request.getContentLength() > 0) {
      ok.setContent(request.getRawContent(), request.getContentType());
    }
    send(ok);
  }

  /**
   * Sends any other response.
   *
   * @param reason a constant text, never received data
   */
  static void send(SipServletRequest request, int status, String reason) throws IOException {
    send(request.createResponse(status, reason));
  }

  /** Sends a final response; its session ends with it or, after 2xx to an INVITE, with the BYE. */
  static void send(SipServletResponse response) throws IOException {
    response.send();
    response.getApplicationSession().setInvalidateWhenReady(true);
  }

  /** Cleans untrusted text for a header. */
  static String printable(String text) {
    String line = text.strip().replaceAll("[^\\x20-\\x7e]+", " ");
    return line.substring(0, Math.min(line.length(), MAX_VALUE));
  }
}
