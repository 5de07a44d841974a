package org.sipasync.container.session;

/**
 * Keeps application sessions where they survive this node; implemented by the server module.
 * Thread-safe; nothing blocks.
 */
public interface SessionKeeper {

  /** Notifies that a session may have changed, after each work in its turn; in its lane. */
  void settled(AppSession session);

  /** Notifies that a session has ended; in its lane. */
  void ended(AppSession session);

  /** Returns true if this node may act for its sessions: run timers, let sessions expire. */
  boolean mayAct();
}
