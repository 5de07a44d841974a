/**
 * SIP servlets without a base class, as in JSR 359: a class with {@link
 * javax.servlet.sip.annotation.SipServlet @SipServlet} that does not extend SipServlet and whose
 * annotated methods handle messages.
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
 * Avps}, {@code SipApplicationSession}, {@code SipSession}, CDI beans. It returns void or, with
 * {@link org.sipasync.Async @Async}, an asynchronous call. It runs on a container thread, under the
 * session's lock.
 *
 * <p>Each message goes to the handler whose annotations fit most closely: a method outranks a
 * status code, a code a range, and a range a predicate. A message without a handler is treated as
 * SipServlet treats a method that is not overridden.
 */
package org.sipasync.annotation;
