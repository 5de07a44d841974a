package org.sipasync;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the parameter of a launch, {@code $param} of OpenSIPS (rule L3). In a {@link ReportRoute}
 * it is injected, null if there is none. In a {@link Launch @Launch} method it is the argument
 * passed to the report route.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Param {}
