package org.sipasync.spi;

/**
 * Consequence of the container ending a suspension itself, for a CANCEL or because the session ends
 * (rules A8, A11): the message will not be resumed.
 */
public interface Abandonment {

  /** Nobody waits for the operation any longer. Runs under the session's lock; must not block. */
  void abandoned();

  /** Runs as a handler of the message, in its session's turn, after the container has answered. */
  void afterwards() throws Exception;
}
