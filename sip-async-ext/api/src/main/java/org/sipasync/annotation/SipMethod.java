package org.sipasync.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Binds an annotation to a SIP method: methods with that annotation handle its requests or its
 * responses, according to their first parameter (JSR 359, 4.2.1).
 */
@Documented
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SipMethod {
  /** The method's name, such as {@code INVITE}; names are case-sensitive (RFC 3261, 7.1). */
  String value();
}
