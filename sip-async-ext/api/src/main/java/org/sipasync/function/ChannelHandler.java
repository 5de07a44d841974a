package org.sipasync.function;

/**
 * Progresses an operation when its channel is ready.
 *
 * <p>Both methods run on the event loop that started the operation, never at the same time, and
 * must not block.
 */
@FunctionalInterface
public interface ChannelHandler {

  /**
   * Handles a ready channel.
   *
   * @param readyOps the {@link java.nio.channels.SelectionKey} operations it is ready for
   * @return the next step; never null
   * @throws Exception ends the operation with {@link ReturnCodes#ERROR} and this as the cause
   */
  Progress onReady(int readyOps) throws Exception;

  /**
   * Handles an abort; the channel is already closed. Called at most once, and never after {@link
   * #onReady} has returned {@link Progress.Done}.
   */
  default void abort() {}
}
