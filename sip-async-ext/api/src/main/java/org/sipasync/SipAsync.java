package org.sipasync;

import javax.servlet.sip.SipServletMessage;
import org.sipasync.function.AsyncFunction;

/**
 * Suspends the current message during an operation and resumes it in a route when the operation has
 * finished, or launches an operation in parallel. Injected into SIP servlets, HTTP servlets and CDI
 * beans.
 *
 * <pre>{@code
 * @Inject SipAsync async;
 *
 * protected void doInvite(SipServletRequest invite) {
 *   async.call(Sleep.of(ofMillis(100))).resume("rested");   // the handler ends here
 * }
 *
 * @ResumeRoute("rested")
 * void rested(SipServletRequest invite, @ReturnCode int rc) throws IOException {
 *   invite.createResponse(SC_OK).send();
 * }
 * }</pre>
 *
 * <p>Use {@link #call} in SIP code: handlers of requests and responses, resume routes. Handlers
 * without a transaction to suspend (of ACK, of timers, of session and error listeners) block until
 * the operation ends and then run the route, with a warning in the log (rule A10). Thread-safe.
 */
public interface SipAsync {

  /**
   * Creates an asynchronous call; nothing happens until {@link AsyncCall#resume}.
   *
   * @param function the function to wait for; not null
   * @return the call, to be completed and submitted; never null
   */
  AsyncCall call(AsyncFunction function);

  /**
   * Creates a launch: the function runs in parallel with the caller (rules L1 to L7). Callable from
   * any code of a SIP application: handlers, listeners, timers, HTTP servlets, beans.
   *
   * @param function the function to run; not null
   * @return the launch, to be completed and started; never null
   */
  LaunchCall launch(AsyncFunction function);

  /**
   * Returns a blocking method of this application that is annotated {@link
   * org.sipasync.BlockingFunction @BlockingFunction}, with its arguments, as a function (rule F2).
   *
   * @param name the function's name
   * @param arguments the method's arguments; serialisable if the description of a suspended call is
   *     to be (rule A14)
   * @throws SipAsyncException if there is no function of that name, or the arguments do not fit
   */
  AsyncFunction function(String name, Object... arguments);

  /**
   * Returns the AVPs of a message.
   *
   * @param message any message of this application; not null
   */
  Avps avps(SipServletMessage message);
}
