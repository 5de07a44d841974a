package org.sipasync.test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test of the specification, or a chapter of them, that the own container does not pass yet. With
 * {@code -Dsip.container=own} it must fail; elsewhere it must pass. See {@link ExpectedFailures}.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@interface FailsOnOwn {
  /** The missing feature. */
  String value();

  /** A part of the failure's text, so that the test fails for this reason and no other. */
  String because() default "";
}
