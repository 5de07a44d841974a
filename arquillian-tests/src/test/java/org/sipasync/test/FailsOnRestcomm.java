package org.sipasync.test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test of the specification that Restcomm does not pass. With {@code -Dsip.container=restcomm} it
 * must fail, so that this list stays true; elsewhere it must pass. See {@link ExpectedFailures}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface FailsOnRestcomm {
  /** Restcomm's behaviour instead. */
  String value();

  /** A part of the failure's text, so that the test fails for this reason and no other. */
  String because();

  /** True if Restcomm passes now and then: what is right comes, but late or by chance. */
  boolean sometimes() default false;
}
