package org.sipasync.cdi;

import java.util.HashMap;
import java.util.Map;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.function.Result;

/**
 * A message that goes on, and what its operation came to.
 *
 * @param message the message, no longer suspended
 * @param result the operation's result
 */
record Resumed(SipServletMessage message, Result result) {
  private static final String AVPS = "org.sipasync.avps";

  /** Adds the operation's outputs to the message's AVPs. */
  Resumed {
    if (!result.outputs().isEmpty()) {
      Map<String, Object> avps = new HashMap<>(avps(message));
      avps.putAll(result.outputs());
      message.setAttribute(AVPS, avps);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> avps(SipServletMessage message) {
    Map<String, Object> avps = (Map<String, Object>) message.getAttribute(AVPS);
    return avps == null ? Map.of() : avps;
  }

  /** An AVP, or the session's attribute of that name, or null. */
  Object avp(String name) {
    Map<String, Object> avps = avps(message);
    if (avps.containsKey(name)) {
      return avps.get(name);
    }
    SipApplicationSession session = message.getApplicationSession(false);
    return session == null ? null : session.getAttribute(name);
  }
}
