package org.sipasync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that is told when a suspended message was answered by the container, because of a
 * CANCEL or because its session ended; the resume route of the same name will not run (rules A8,
 * A11).
 *
 * <p>It runs once, on a container thread, after the message was answered. Its parameters are
 * injected as for a {@link ResumeRoute}, without return code and result. It cannot answer the
 * message any more; it may clean up, or hang up other legs.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CancelRoute {
  /** The name of the resume route that it belongs to; left out, the method's name. */
  String value() default "";
}
