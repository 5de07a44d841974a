package org.sipasync;

import javax.servlet.sip.SipServletMessage;
import org.sipasync.function.AsyncFunction;

/**
 * Suspends the message at hand while an operation is under way, and resumes it in a route when the
 * operation has finished. Injected into SIP servlets and CDI beans.
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
 * <p>Used where SIP code runs: handlers of requests and responses, resume routes. Handlers that
 * have no transaction to suspend (of ACK, of timers, of session and error listeners) wait for the
 * operation instead and run the route right away, with a warning in the log (rule A10). Safe for
 * use by many threads.
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
   * The AVPs of a message.
   *
   * @param message any message of this application; not null
   */
  Avps avps(SipServletMessage message);
}
