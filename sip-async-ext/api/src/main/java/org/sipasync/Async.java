package org.sipasync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Suspends the current message when the method returns, until the returned {@link AsyncCall} or
 * {@link org.sipasync.function.AsyncFunction} has finished; null suspends nothing (rule A1).
 *
 * <p>For handlers without a base class ({@link org.sipasync.annotation}) and for resume routes. The
 * route is checked at deployment.
 *
 * <pre>{@code
 * @Invite @Async(resume = "credited")
 * AsyncFunction check(SipServletRequest invite) {
 *   return sql.queryOne("SELECT credit FROM users WHERE uid = ?", uid(invite)).into("credit");
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Async {
  /** The name of the {@link ResumeRoute}. */
  String resume();

  /** Deadline in milliseconds if the method returns a function; zero for the default (rule A9). */
  long deadlineMillis() default 0;
}
