package org.sipasync;

import javax.servlet.sip.SipServletMessage;
import org.sipasync.function.AsyncFunction;

/**
 * Suspends the message at hand while an operation is under way, and resumes it in a route when the
 * operation has finished; or launches an operation in parallel. Injected into SIP servlets, HTTP
 * servlets and CDI beans.
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
 * <p>{@link #call} is used where SIP code runs: handlers of requests and responses, resume routes.
 * Handlers that have no transaction to suspend (of ACK, of timers, of session and error listeners)
 * wait for the operation instead and run the route right away, with a warning in the log (rule
 * A10). Safe for use by many threads.
 */
public interface SipAsync {

  /**
   * Describes an asynchronous call; nothing happens until {@link AsyncCall#resume}.
   *
   * @param function what to wait for; not null
   * @return the call, to be completed and handed over; never null
   */
  AsyncCall call(AsyncFunction function);

  /**
   * Describes a launch: the function runs in parallel with the caller (rules L1 to L7). From any
   * code of a SIP application: handlers, listeners, timers, HTTP servlets, beans.
   *
   * @param function what to do; not null
   * @return the launch, to be completed and started; never null
   */
  LaunchCall launch(AsyncFunction function);

  /**
   * A blocking method of this application that is annotated {@link
   * org.sipasync.BlockingFunction @BlockingFunction}, with its arguments, as a function (rule F2).
   *
   * @param name the function's name
   * @param arguments what the method is called with; serialisable, if the description of a
   *     suspended call is to be (rule A14)
   * @throws SipAsyncException if there is no function of that name, or the arguments do not fit
   */
  AsyncFunction function(String name, Object... arguments);

  /**
   * The AVPs of a message.
   *
   * @param message any message of this application; not null
   */
  Avps avps(SipServletMessage message);
}
