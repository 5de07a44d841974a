package org.sipasync;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a method of a CDI bean in parallel with its caller, which does not wait (rule L1).
 *
 * <p>A method that returns void or a {@link org.sipasync.function.Result} runs on the bounded pool
 * and is interrupted at its deadline; its caller receives null. A method that returns an {@link
 * org.sipasync.function.AsyncFunction} runs in the caller's thread, and the function is launched.
 *
 * <pre>{@code
 * @Launch(report = "pushed")
 * public void push(@Param String aor) { ... }
 * }</pre>
 *
 * <p>As with every interceptor, calls within the same object are ordinary calls.
 */
@Documented
@InterceptorBinding
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Launch {
  /** The name of the {@link ReportRoute} that receives the outcome; none by default (rule L2). */
  @Nonbinding
  String report() default "";

  /** Deadline in milliseconds; zero for the default (rule L5). */
  @Nonbinding
  long deadlineMillis() default 0;
}
