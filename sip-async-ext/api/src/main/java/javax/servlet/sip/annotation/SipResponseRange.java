package javax.servlet.sip.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** JSR 359's name for {@link org.sipasync.annotation.SipResponseRange}. */
@Documented
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SipResponseRange {
  /** The first status code of the range. */
  int begin();

  /** The last status code of the range, inclusive. */
  int end();
}
