package org.sipasync.sample;

import java.io.IOException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;

/** Final responses. A session without a dialog ends with its response. */
final class Answer {
  private static final int MAX_VALUE = 200;

  private Answer() {}

  /** 200; the SDP of an INVITE is sent back as it came. */
  static void ok(SipServletRequest request) throws IOException {
    ok(request, null, null);
  }

  /**
   * 200 with a header; the SDP of an INVITE is sent back as it came.
   *
   * @param header its name; null for none
   * @param value made fit for a header: printable, one line, at most 200 characters
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
   * Any other response.
   *
   * @param reason a text of ours, nothing that was received
   */
  static void send(SipServletRequest request, int status, String reason) throws IOException {
    send(request.createResponse(status, reason));
  }

  /** A final response; its session ends with it or, after 2xx to an INVITE, with the BYE. */
  static void send(SipServletResponse response) throws IOException {
    response.send();
    response.getApplicationSession().setInvalidateWhenReady(true);
  }

  /** What a header can hold of a text from elsewhere. */
  static String printable(String text) {
    String line = text.strip().replaceAll("[^\\x20-\\x7e]+", " ");
    return line.substring(0, Math.min(line.length(), MAX_VALUE));
  }
}
