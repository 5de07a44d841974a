package org.sipasync.spi;

/**
 * What is around the application's code while it runs on a thread: its log context, its trace.
 * Opened before the code and closed after it, on the same thread.
 */
public interface Surroundings extends AutoCloseable {
  /** Nothing. */
  Surroundings NONE =
      new Surroundings() {
        @Override
        public void failed(Throwable failure) {}

        @Override
        public void close() {}
      };

  /** The code threw; called before {@link #close}. */
  void failed(Throwable failure);

  @Override
  void close();
}
