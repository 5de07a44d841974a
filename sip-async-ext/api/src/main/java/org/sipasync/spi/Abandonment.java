package org.sipasync.spi;

/**
 * Callback for a suspension that the container ends itself, for a CANCEL or because the session
 * ends (rules A8, A11). The message will not be resumed.
 */
public interface Abandonment {

  /** Aborts the operation. Runs under the session's lock; must not block. */
  void abandoned();

  /** Runs as a handler of the message, in its session's turn, after the container has answered. */
  void afterwards() throws Exception;
}
