package org.sipasync.jsr359;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.servlet.sip.Flow;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.UAMode;

/**
 * Methods that JSR 359 adds to SipSession. As the session, for handlers of its application session,
 * but for the attributes' names, which any thread may ask for.
 *
 * <pre>{@code
 * SipServletRequest ringing = SipSession2.of(leg).getActiveInvite(UAMode.UAC);
 * if (ringing != null) {
 *   ringing.createCancel().send();
 * }
 * }</pre>
 */
public interface SipSession2 extends SipSession {
  /**
   * Casts a session of this container.
   *
   * @param session a session as handlers get it; not null
   * @return the same object
   * @throws IllegalArgumentException if it is another container's, or a wrapper
   */
  static SipSession2 of(SipSession session) {
    if (session instanceof SipSession2 own) {
      return own;
    }
    throw new IllegalArgumentException("Not a session of this SIP container: " + session);
  }

  /**
   * Returns the INVITE that has no final response yet: the first one or a re-INVITE.
   *
   * @param mode UAC for one that the application has sent, UAS for one that it has received; a
   *     forked INVITE is active in the session that it was created in
   * @return null if there is none
   * @throws IllegalStateException if the session has been invalidated
   */
  SipServletRequest getActiveInvite(UAMode mode);

  /**
   * Returns the requests that have no final response yet, as {@link #getActiveInvite}.
   *
   * @return an unmodifiable snapshot, in the order of their numbers; never null
   * @throws IllegalStateException if the session has been invalidated
   */
  Collection<SipServletRequest> getActiveRequests(UAMode mode);

  /**
   * Returns the session timer of the dialog.
   *
   * @return never null, always the same
   * @throws IllegalStateException if the session has been invalidated
   */
  SessionKeepAlive getKeepAlive();

  /**
   * Returns the flow that the peer's last message from the network came by (RFC 5626), and has the
   * application's {@code FlowListener}s told if it fails.
   *
   * @return null if none has come yet
   * @throws IllegalStateException if the session has been invalidated
   */
  Flow getFlow();

  /**
   * Sets the flow that the session's requests go by, whatever their next hop, as long as that is
   * not this server. If it has ended, they are answered 430.
   *
   * @param flow of this container; null for the way that the container chooses
   * @throws IllegalArgumentException if it is another container's, or of an earlier process
   * @throws IllegalStateException if the session has been invalidated
   */
  void setFlow(Flow flow);

  /** Returns the names of the session's attributes. */
  default Set<String> getAttributeNameSet() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(Collections.list(getAttributeNames())));
  }
}
