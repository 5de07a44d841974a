/**
 * SIP servlets without a base class, in the manner of JSR 359: a class with {@link
 * javax.servlet.sip.annotation.SipServlet @SipServlet} that does not extend SipServlet, and whose
 * methods say which messages they handle.
 *
 * <pre>{@code
 * @SipServlet(name = "greeter")
 * public class Greeter {
 *   @Invite
 *   void greet(SipServletRequest invite) throws IOException { ... }
 *
 *   @Invite @SuccessResponse
 *   void answered(SipServletResponse ok) throws IOException { ... }
 * }
 * }</pre>
 *
 * <p>A handler's first parameter is the {@code SipServletRequest} or the {@code SipServletResponse}
 * that it handles; further ones are injected as into routes: {@link org.sipasync.Avp @Avp}, {@code
 * Avps}, {@code SipApplicationSession}, {@code SipSession}, CDI beans. It returns nothing or, with
 * {@link org.sipasync.Async @Async}, what to wait for. It runs on a container thread, under the
 * session's lock.
 *
 * <p>One handler gets a message: the one whose annotations fit most closely. A method's name counts
 * more than a status code, a code more than a range, a range more than a predicate. A message that
 * no handler fits is treated as a SipServlet treats what it does not override.
 */
package org.sipasync.annotation;
