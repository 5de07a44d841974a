package org.sipasync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a blocking method of a CDI bean a function to wait for or to launch, by its name (rules F2,
 * F4): {@link SipAsync#function}.
 *
 * <p>It runs on the bounded pool, in the application's context, outside the session's lock, and is
 * interrupted when nobody waits for it any longer. What it returns is the value of the result; a
 * method that returns a {@link org.sipasync.function.Result} chooses its return code itself. An
 * exception is {@link org.sipasync.function.ReturnCodes#ERROR} and the cause.
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
 * Called as a method it is an ordinary method.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface BlockingFunction {
  /** The function's name, unique in the application; left out, the method's name. */
  String value() default "";

  /** The deadline in milliseconds of calls that name none; zero for the default (rule A9). */
  long deadlineMillis() default 0;
}
