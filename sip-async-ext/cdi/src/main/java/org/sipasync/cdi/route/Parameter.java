package org.sipasync.cdi.route;

/** Source of one parameter's value. */
@FunctionalInterface
public interface Parameter {
  Object value(RouteArguments given);

  /** Releases the value after the route has ended. */
  default void release(Object value) {}
}
