package org.sipasync.spi;

/**
 * Context of an application's code while it runs on a thread: log context, trace. Opened before the
 * code and closed after it, on the same thread, in try-with-resources; scopes of one thread nest.
 */
public interface ContextScope extends AutoCloseable {
  /** A scope without a context. */
  ContextScope NONE =
      new ContextScope() {
        @Override
        public void failed(Throwable failure) {}

        @Override
        public void close() {}
      };

  /**
   * Records an exception of the code; called at most once, before {@link #close}.
   *
   * @param failure the exception; not null
   */
  void failed(Throwable failure);

  /**
   * Restores the previous context.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0320 if the code left a call unfinished, unless it
   *     {@linkplain #failed failed}; to be treated as thrown by the code
   */
  @Override
  void close();
}
