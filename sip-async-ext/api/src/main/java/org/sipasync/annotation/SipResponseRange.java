package org.sipasync.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Binds an annotation to a range of status codes (JSR 359, 4.2.3). */
@Documented
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SipResponseRange {
  /** The first status code of the range. */
  int begin();

  /** The last status code of the range, inclusive. */
  int end();
}
