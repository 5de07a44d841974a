package org.sipasync.spi;

/**
 * The context that the engine keeps around an application's code while it runs on a thread: log
 * context, trace. Opened before the code and closed after it, on the same thread, in
 * try-with-resources; scopes of one thread nest.
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
   * Notes that the code threw; called at most once, before {@link #close}.
   *
   * @param failure what it threw; not null
   */
  void failed(Throwable failure);

  /**
   * Restores the context that was there before.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0320 if the code has begun a call and forgotten to
   *     hand it over, unless it {@linkplain #failed failed}; to be treated as thrown by the code
   */
  @Override
  void close();
}
