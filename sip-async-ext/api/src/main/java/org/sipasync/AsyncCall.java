package org.sipasync;

import java.time.Duration;
import javax.servlet.sip.SipServletRequest;

/**
 * Builder for one asynchronous call, {@code async(fn, route)}. Used once, by the handler's thread.
 *
 * @see SipAsync#call
 */
public interface AsyncCall {

  /**
   * Sets the maximum waiting time (rule A9). The default is 30 s for INVITE and 5 s for others.
   *
   * @param deadline positive and within the transaction's life
   * @return this call
   */
  AsyncCall deadline(Duration deadline);

  /**
   * Suspends an unsent request of the application instead of the current message (rule A10). The
   * route receives the request and sends it. Callable from any thread.
   *
   * @param request a request that the application has created; not null
   * @return this call
   */
  AsyncCall before(SipServletRequest request);

  /**
   * Answers 503 with Retry-After instead of running the route if too many operations are in flight
   * (rule A12). By default the route runs with {@code -4}.
   *
   * @param retryAfter value of Retry-After; whole seconds, at least one
   * @return this call
   */
  AsyncCall refuseWhenFull(Duration retryAfter);

  /**
   * Submits the call: suspends the current message until the operation has finished; then the named
   * route resumes it (rule A1). Answering, proxying or changing the message after this line throws.
   *
   * @param route the name of a {@link ResumeRoute} of this application
   * @throws SipAsyncException if there is no such route, no message to suspend, or it can no longer
   *     be suspended; the message is then unchanged
   */
  void resume(String route);
}
