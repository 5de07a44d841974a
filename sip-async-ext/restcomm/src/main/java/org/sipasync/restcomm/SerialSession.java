package org.sipasync.restcomm;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.session.SipApplicationSessionImpl;
import org.mobicents.servlet.sip.core.session.SipApplicationSessionKey;
import org.sipasync.Problem;

/**
 * A SipApplicationSession with a lane and a fair lock, where Restcomm's has a semaphore that opens
 * by itself after 30 s.
 */
final class SerialSession extends SipApplicationSessionImpl {
  private final Lane lane;
  private final SessionLock lock;

  SerialSession(SipApplicationSessionKey key, SipContext context, Lane lane, Duration lockTimeout) {
    super(key, context);
    this.lane = lane;
    this.lock = new SessionLock(key.getId(), lockTimeout);
  }

  Lane lane() {
    return lane;
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
