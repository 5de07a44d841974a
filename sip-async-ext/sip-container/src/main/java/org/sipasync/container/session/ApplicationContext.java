package org.sipasync.container.session;

/**
 * Context that an application's code runs in: class loader, naming, security identity, scopes. The
 * server module implements it. Thread-safe.
 */
@FunctionalInterface
public interface ApplicationContext {
  /** Enters the context on the calling thread; nested entries are allowed. */
  Scope enter();

  /** Context that adds nothing. */
  ApplicationContext NONE = () -> () -> {};

  /** An entered context, to be closed on the same thread. */
  @FunctionalInterface
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
