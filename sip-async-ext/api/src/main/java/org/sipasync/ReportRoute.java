package org.sipasync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that receives the outcome of a launched function (rules L2, L3): a method of a SIP
 * servlet or of a CDI bean, of any visibility, returning void.
 *
 * <p>It runs once per launch, on a container thread, in the application's context, before, during
 * or after the handling of the current message; the call may be long over (rule L4). It therefore
 * has no message and no session. Its parameters are injected:
 *
 * <ul>
 *   <li>the return code: {@link ReturnCode @ReturnCode} {@code int};
 *   <li>the whole {@link org.sipasync.function.Result}, with the cause of a failure;
 *   <li>outputs of the function: {@link Avp @Avp("name")} of any type, or all of them as {@link
 *       Avps};
 *   <li>the parameter of the launch: {@link Param @Param} of any type;
 *   <li>CDI beans.
 * </ul>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ReportRoute {
  /** The route's name, unique in the application; by default the method's name. */
  String value() default "";
}
