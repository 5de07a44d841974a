package org.sipasync.spi;

/** A message that must not be answered or changed until it is resumed. */
public interface SuspendedMessage {

  /**
   * Ends the suspension and runs a handler of the message: on a container thread, in order with its
   * session's messages, under the lock and in the application's context (rule A4). Callable from
   * any thread; does not block. If the container has ended the suspension before the handler's
   * turn, the handler does not run.
   *
   * <p>If the handler throws, the container answers as for any handler: 500 if the message is a
   * request without a final response.
   *
   * @param name name of the handler, for the log
   * @param handler the work
   */
  void resume(String name, SipApplicationContext.Handler handler);

  /** Reverts the suspension; called under the session's lock. */
  void undo();
}
