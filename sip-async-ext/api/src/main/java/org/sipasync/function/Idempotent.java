package org.sipasync.function;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an {@link AsyncFunction} that may run twice for one call: to run it again has no other
 * effect than to run it once. In a cluster it runs again when its node dies, if it is also {@link
 * java.io.Serializable}; the route of any other function gets {@link ReturnCodes#NODE_LOST}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {}
