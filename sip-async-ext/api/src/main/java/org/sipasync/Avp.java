package org.sipasync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Injects an AVP into a parameter of a route: an output of the operation or, failing that, the
 * attribute of that name of the SipApplicationSession. Null when there is neither; a primitive
 * parameter then makes the route fail with a message that names the AVP.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Avp {
  /** The AVP's name. */
  String value();
}
