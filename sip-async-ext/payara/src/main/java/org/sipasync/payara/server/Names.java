package org.sipasync.payara.server;

import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.support.LogText;

/** Names messages in logs and exceptions: in one line, whatever was received. */
public final class Names {
  private static final int MAX_LENGTH = 80;

  private Names() {}

  public static String of(SipServletMessage message) {
    String kind =
        message instanceof SipServletResponse response
            ? "Response " + response.getStatus() + " to " + response.getMethod()
            : "Request " + message.getMethod();
    return clean(kind) + " of call " + clean(message.getCallId());
  }

  private static String clean(String text) {
    return LogText.clean(text, MAX_LENGTH);
  }
}
