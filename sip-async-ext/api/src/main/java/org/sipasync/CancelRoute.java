package org.sipasync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that runs instead of the resume route of its name after the container has answered
 * the suspended message, because of a CANCEL or because its dialog or session ended (rules A8, A11,
 * A15).
 *
 * <p>It runs once, on a container thread, after the answer. Its parameters are injected as for a
 * {@link ResumeRoute}, except return code and result; {@link CancelReason} tells why it runs. It
 * cannot answer the message; it may clean up or hang up other legs.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CancelRoute {
  /**
   * Attribute of the message that tells why, a String:
   *
   * <ul>
   *   <li>{@code CANCEL}: its sender gave up (rule A8)
   *   <li>{@code session invalidated}: its session, the application or the server ended (rule A11)
   *   <li>{@code BYE}, {@code 481 within the dialog}, {@code 408 within the dialog}: its dialog
   *       ended (rule A15)
   *   <li>{@code transaction timeout}, {@code nobody has answered}, {@code no PRACK}: it was not
   *       answered in time
   * </ul>
   */
  String REASON = "org.sipasync.reason";

  /** The name of its resume route; by default the method's name. */
  String value() default "";
}
