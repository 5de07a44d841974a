package org.sipasync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a blocking method of a CDI bean as a function for calls and launches, by name (rules F2,
 * F4): {@link SipAsync#function}.
 *
 * <p>It runs on the bounded pool, in the application's context, without the session's lock, and is
 * interrupted when its result is no longer needed. The return value is the result's value; a method
 * that returns a {@link org.sipasync.function.Result} sets its own return code. An exception
 * becomes {@link org.sipasync.function.ReturnCodes#ERROR} with its cause.
 *
 * <pre>{@code
 * @ApplicationScoped
 * class Accounts {
 *   @BlockingFunction("credit")
 *   long creditOf(String uid) throws SQLException { ... }
 * }
 *
 * async.call(async.function("credit", uid).into("credit")).resume("credited");
 * }</pre>
 *
 * <p>Called directly, it is an ordinary method.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BlockingFunction {
  /** The function's name, unique in the application; by default the method's name. */
  String value() default "";

  /** Deadline in milliseconds of calls without their own; zero for the default (rule A9). */
  long deadlineMillis() default 0;
}
