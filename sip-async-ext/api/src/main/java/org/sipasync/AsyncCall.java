package org.sipasync;

import java.time.Duration;
import javax.servlet.sip.SipServletRequest;

/**
 * One {@code async(fn, route)} in the making. Used once, by the handler's thread.
 *
 * @see SipAsync#call
 */
public interface AsyncCall {

  /**
   * How long to wait at most (rule A9). Left out, the default holds: 30 s for INVITE, 5 s for
   * others.
   *
   * @param deadline above zero and within the transaction's life
   * @return this call
   */
  AsyncCall deadline(Duration deadline);

  /**
   * Suspends a request of the application's own making that was not sent yet, instead of the
   * message at hand (rule A10). The route gets the request and sends it. From any thread.
   *
   * @param request a request that the application has created; not null
   * @return this call
   */
  AsyncCall before(SipServletRequest request);

  /**
   * When too many operations are in flight: answer 503 with Retry-After, and do not run the route
   * (rule A12). Without this, the route runs with {@code -4}.
   *
   * @param retryAfter when the caller may try again; whole seconds, at least one
   * @return this call
   */
  AsyncCall refuseWhenFull(Duration retryAfter);

  /**
   * Hands the call over: the message at hand is suspended until the operation has finished, then
   * the named route resumes it (rule A1). Nothing the handler does to the message after this line
   * takes effect; answering, proxying or changing it throws.
   *
   * @param route the name of a {@link ResumeRoute} of this application
   * @throws SipAsyncException if there is no such route, no message to suspend, or it cannot be
   *     suspended any more; the message then stays as it was
   */
  void resume(String route);
}
