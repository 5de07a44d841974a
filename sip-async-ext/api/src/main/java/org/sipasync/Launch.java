package org.sipasync;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a method of a CDI bean run in parallel with its caller, which goes on at once (rule L1).
 *
 * <p>A method that returns nothing runs on the bounded pool, interrupted at its deadline. A method
 * that returns a {@link org.sipasync.function.Result} does, too; its caller gets null. A method
 * that returns an {@link org.sipasync.function.AsyncFunction} runs at once, and the function is
 * launched.
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
  /** The name of the {@link ReportRoute} that is told of the end; left out, none is (rule L2). */
  @Nonbinding
  String report() default "";

  /** The deadline in milliseconds; zero for the default (rule L5). */
  @Nonbinding
  long deadlineMillis() default 0;
}
