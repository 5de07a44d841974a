package org.sipasync.restcomm;

import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletResponse;

/** How messages are called in logs and exceptions: without line breaks, whatever was received. */
final class Names {
  private static final int LONGEST = 80;

  private Names() {}

  static String of(SipServletMessage message) {
    String kind =
        message instanceof SipServletResponse response
            ? "Response " + response.getStatus() + " to " + response.getMethod()
            : "Request " + message.getMethod();
    return clean(kind) + " of call " + clean(message.getCallId());
  }

  /** Text from outside, fit for one line of a log. */
  static String clean(String text) {
    if (text == null) {
      return "none";
    }
    String shortened = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return shortened.replaceAll("\\p{Cntrl}", "?");
  }
}
