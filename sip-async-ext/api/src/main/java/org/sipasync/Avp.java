package org.sipasync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Injects an AVP into a parameter of a route: an output of the operation or, failing that, the
 * attribute of that name of the SipApplicationSession. Null if there is neither; for a primitive
 * parameter the route then fails with a message that names the AVP.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Avp {
  /** The AVP's name. */
  String value();
}
