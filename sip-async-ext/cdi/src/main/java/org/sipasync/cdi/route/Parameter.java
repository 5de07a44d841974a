package org.sipasync.cdi.route;

/** Where the value of one parameter of a route comes from. */
@FunctionalInterface
public interface Parameter {
  Object value(RouteArguments given);

  /** The route has ended; called with the value that it was given. */
  default void release(Object value) {}
}
