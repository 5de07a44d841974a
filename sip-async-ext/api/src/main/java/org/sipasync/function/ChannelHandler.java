package org.sipasync.function;

/**
 * Moves an operation on when its channel is ready.
 *
 * <p>Both methods run on the event loop that started the operation, never at the same time, and
 * must not block.
 */
@FunctionalInterface
public interface ChannelHandler {

  /**
   * The channel is ready.
   *
   * @param readyOps the {@link java.nio.channels.SelectionKey} operations it is ready for
   * @return what to do next; never null
   * @throws Exception ends the operation with {@link ReturnCodes#ERROR} and this as the cause
   */
  Progress onReady(int readyOps) throws Exception;

  /**
   * The operation was aborted; its channel is closed already. Called at most once, and never after
   * {@link #onReady} has said {@link Progress.Done}.
   */
  default void abort() {}
}
