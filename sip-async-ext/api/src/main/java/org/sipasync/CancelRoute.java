package org.sipasync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that runs instead of the resume route of its name after the container has answered
 * the suspended message, because of a CANCEL or because its session ended (rules A8, A11).
 *
 * <p>It runs once, on a container thread, after the answer. Its parameters are injected as for a
 * {@link ResumeRoute}, except return code and result. It cannot answer the message; it may clean up
 * or hang up other legs.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CancelRoute {
  /** The name of its resume route; by default the method's name. */
  String value() default "";
}
