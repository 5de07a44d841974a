package org.sipasync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Injects the operation's return code into an {@code int} parameter of a route: {@code $rc} of
 * OpenSIPS (rule A5).
 *
 * @see org.sipasync.function.ReturnCodes
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface ReturnCode {}
