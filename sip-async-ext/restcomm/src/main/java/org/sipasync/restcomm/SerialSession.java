package org.sipasync.restcomm;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletMessage;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.session.SipApplicationSessionImpl;
import org.mobicents.servlet.sip.core.session.SipApplicationSessionKey;
import org.mobicents.servlet.sip.message.MobicentsSipApplicationSessionFacade;
import org.mobicents.servlet.sip.message.SipServletMessageImpl;
import org.sipasync.Problem;

/**
 * A SipApplicationSession with a lane and a fair lock, where Restcomm's has a semaphore that opens
 * by itself after 30 s.
 */
final class SerialSession extends SipApplicationSessionImpl {
  private final Lane lane;
  private final SessionLock lock;
  private final List<Suspension> suspensions = new ArrayList<>(1);

  SerialSession(SipApplicationSessionKey key, SipContext context, Lane lane, Duration lockTimeout) {
    super(key, context);
    this.lane = lane;
    this.lock = new SessionLock(key.getId(), lockTimeout);
  }

  Lane lane() {
    return lane;
  }

  /** The session of a message of this container. */
  static SerialSession of(SipServletMessage message) {
    return of(((SipServletMessageImpl) message).getSipSession().getSipApplicationSession());
  }

  /** The session itself, where Restcomm may hold its facade. */
  static SerialSession of(SipApplicationSession session) {
    return (SerialSession)
        (session instanceof MobicentsSipApplicationSessionFacade facade
            ? facade.getMobicentstSipApplicationSession()
            : session);
  }

  /** Keeps a suspension; under the lock. */
  void suspended(Suspension suspension, String attribute, Serializable kept) {
    suspensions.add(suspension);
    setAttribute(attribute, kept);
  }

  /** Lets a suspension go; under the lock. */
  void ended(Suspension suspension, String attribute) {
    suspensions.remove(suspension);
    if (isValidInternal()) {
      removeAttribute(attribute);
    }
  }

  /** Whether a message of this session is suspended; under the lock. */
  boolean hasSuspended() {
    return !suspensions.isEmpty();
  }

  /** Nothing ends silently: what is suspended is answered 503 first (rule A11). */
  @Override
  public void invalidate(boolean bypassCheck) {
    List.copyOf(suspensions).forEach(Suspensions::endWithSession);
    super.invalidate(bypassCheck);
  }

  @Override
  public void acquire() {
    lock.acquire();
  }

  @Override
  public void release() {
    lock.unlock();
  }

  /** Fair, re-entrant, and never entered by waiting too long. */
  private static final class SessionLock extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    private final String session;
    private final Duration timeout;

    SessionLock(String session, Duration timeout) {
      super(true);
      this.session = session;
      this.timeout = timeout;
    }

    void acquire() {
      try {
        if (tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Thread holder = getOwner();
      throw Problem.SESSION_BUSY.exception(
          session, holder == null ? "none now" : holder.getName(), timeout);
    }
  }
}
