package org.sipasync.restcomm;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import javax.sip.message.Request;
import org.mobicents.servlet.sip.core.session.SipSessionKey;

/**
 * Knows the dialogs of all applications, so that a request which only looks as if it belonged to
 * one is refused here. Restcomm would forward it to whatever host its Request-URI names.
 * Thread-safe.
 */
final class Dialogs {
  /** Methods that exist within dialogs only. */
  private static final Set<String> WITHIN_DIALOGS =
      Set.of(Request.ACK, Request.BYE, Request.INFO, Request.PRACK, Request.UPDATE);

  private final ConcurrentMap<String, Map<SipSessionKey, BooleanSupplier>> byCallId =
      new ConcurrentHashMap<>();

  /**
   * Adds a session.
   *
   * @param isProxied asked when a request comes: a proxied call may have a dialog with each callee
   */
  void add(SipSessionKey session, BooleanSupplier isProxied) {
    byCallId.compute(
        session.getCallId(),
        (id, present) -> {
          Map<SipSessionKey, BooleanSupplier> sessions =
              present == null ? new ConcurrentHashMap<>(2) : present;
          sessions.put(session, isProxied);
          return sessions;
        });
  }

  void remove(SipSessionKey session) {
    byCallId.computeIfPresent(
        session.getCallId(),
        (id, sessions) -> {
          sessions.remove(session);
          return sessions.isEmpty() ? null : sessions;
        });
  }

  /**
   * True for a request that claims to be within a dialog, by its To tag or its method, of which no
   * session here knows (RFC 3261, 12.2.2).
   */
  boolean lacks(Request request) {
    SIPRequest sip = (SIPRequest) request;
    String toTag = sip.getToTag();
    if (toTag == null) {
      return WITHIN_DIALOGS.contains(sip.getMethod());
    }
    String fromTag = sip.getFromTag();
    return byCallId.getOrDefault(sip.getCallId().getCallId(), Map.of()).entrySet().stream()
        .noneMatch(session -> isOf(session.getKey(), session.getValue(), fromTag, toTag));
  }

  /** The session's key has the tags as its first request had them; the callee's comes later. */
  private static boolean isOf(
      SipSessionKey session, BooleanSupplier isProxied, String fromTag, String toTag) {
    if (toTag.equals(session.getFromTag())) {
      return true;
    }
    String callee = session.getToTag();
    return session.getFromTag().equals(fromTag)
        && (callee == null || callee.equals(toTag) || isProxied.getAsBoolean());
  }
}
