package org.sipasync.spi;

/** A message that nobody may answer or change until it is resumed. */
public interface SuspendedMessage {

  /**
   * Ends the suspension and runs a handler of the message: on a container thread, in turn with its
   * session's messages, under the lock and in the application's context (rule A4). Returns at once,
   * whatever thread calls. If the container has ended the suspension before the handler's turn
   * comes, the handler does not run.
   *
   * <p>A handler that throws makes the container answer as for any handler: 500 when the message is
   * a request without a final response.
   *
   * @param name what the handler is called, for the log
   * @param handler the work
   */
  void resume(String name, SipApplicationContext.Handler handler);

  /** Takes the suspension back, as if it had not been; under the session's lock. */
  void undo();
}
