package org.sipasync.restcomm;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;

/**
 * Which sessions the calling thread holds. Restcomm opens and closes scopes around whatever it does
 * for a session; they nest. Without the lock nothing runs: a session that stays busy too long makes
 * {@link #enter} throw (rule A4).
 */
final class SessionScope {
  private static final Logger LOG = System.getLogger(SessionScope.class.getName());
  private static final ThreadLocal<ArrayDeque<List<MobicentsSipApplicationSession>>> SCOPES =
      ThreadLocal.withInitial(ArrayDeque::new);

  private SessionScope() {}

  /** Opens a scope, to be used with try-with-resources. */
  static Closing open(MobicentsSipApplicationSession session) {
    enter(session);
    return SessionScope::exit;
  }

  /** Opens a scope that holds a session, or none if it is null. */
  static void enter(MobicentsSipApplicationSession session) {
    List<MobicentsSipApplicationSession> held = new ArrayList<>(2);
    if (session != null) {
      session.acquire();
      held.add(session);
    }
    SCOPES.get().push(held);
  }

  /** Holds one more session until the open scope ends; without an open scope, does nothing. */
  static void join(MobicentsSipApplicationSession session) {
    List<MobicentsSipApplicationSession> held = SCOPES.get().peek();
    if (held != null && session != null) {
      session.acquire();
      held.add(session);
    }
  }

  /** Closes the innermost scope. */
  static void exit() {
    List<MobicentsSipApplicationSession> held = SCOPES.get().poll();
    if (held != null) {
      held.forEach(MobicentsSipApplicationSession::release);
    }
  }

  /** Closes whatever a task has left open. */
  static void closeAll() {
    ArrayDeque<?> scopes = SCOPES.get();
    if (!scopes.isEmpty()) {
      LOG.log(Level.WARNING, "{0} session scopes were left open; closing them", scopes.size());
      while (!scopes.isEmpty()) {
        exit();
      }
    }
  }

  /** A scope to close. */
  @FunctionalInterface
  interface Closing extends AutoCloseable {
    @Override
    void close();
  }
}
