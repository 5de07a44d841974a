package javax.servlet.sip.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** JSR 359's name for {@link org.sipasync.annotation.SipMethod}. */
@Documented
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SipMethod {
  /** The method's name, such as {@code INVITE}; names are case-sensitive (RFC 3261, 7.1). */
  String value();
}
