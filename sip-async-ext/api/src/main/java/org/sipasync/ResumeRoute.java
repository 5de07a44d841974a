package org.sipasync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that resumes a suspended message (rule A2): a method of a SIP servlet or of a CDI
 * bean, of any visibility. It returns void or, with {@link Async @Async}, the next call.
 *
 * <p>It runs once per suspension, on a container thread, under the session's lock, in the
 * application's context (rules A3, A4). Its parameters are injected:
 *
 * <ul>
 *   <li>the suspended message: {@code SipServletRequest}, {@code SipServletResponse} or {@code
 *       SipServletMessage};
 *   <li>the return code: {@link ReturnCode @ReturnCode} {@code int};
 *   <li>the whole {@link org.sipasync.function.Result}, with the cause of a failure;
 *   <li>AVPs: {@link Avp @Avp("name")} of any type, or all of them as {@link Avps};
 *   <li>its {@code SipApplicationSession} and {@code SipSession};
 *   <li>CDI beans, with their qualifiers.
 * </ul>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ResumeRoute {
  /** The route's name, unique in the application; by default the method's name. */
  String value() default "";
}
