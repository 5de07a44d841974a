package org.sipasync.test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of the specification that Restcomm does not pass. On Restcomm it must fail, so that this
 * list stays true; with {@code -Dsip.container=own} it must pass.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ExpectedFailures.class)
@interface FailsOnRestcomm {
  /** Restcomm's behaviour instead. */
  String value();

  /** A part of the failure's text, so that the test fails for this reason and no other. */
  String because();
}
