package org.sipasync.cdi;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.sipasync.CancelRoute;
import org.sipasync.Problem;
import org.sipasync.ResumeRoute;
import org.sipasync.spi.SipApplicationContext;

/**
 * A resume or cancel route: a method of a SIP servlet or a CDI bean, and what it is called with.
 */
final class Route {
  private final String name;
  private final Class<?> owner;
  private final Method method;
  private final List<Parameter> parameters;

  private Route(String name, Class<?> owner, Method method, List<Parameter> parameters) {
    this.name = name;
    this.owner = owner;
    this.method = method;
    this.parameters = parameters;
  }

  /**
   * The route that a method declares.
   *
   * @param declared the name in its annotation; empty for the method's
   * @throws org.sipasync.SipAsyncException if it cannot be one
   */
  private static Route of(Class<?> owner, Method method, String declared) {
    String name = declared.isEmpty() ? method.getName() : declared;
    String where = describe(method);
    if (method.getReturnType() != void.class) {
      throw Problem.BAD_ROUTE_METHOD.exception(
          where, "returns nothing, not " + method.getReturnType().getSimpleName());
    }
    if (Modifier.isStatic(method.getModifiers())) {
      throw Problem.BAD_ROUTE_METHOD.exception(where, "is not static");
    }
    method.setAccessible(true);
    return new Route(name, owner, method, Parameter.of(method, name, where));
  }

  static Route resume(Class<?> owner, Method method) {
    return of(owner, method, method.getAnnotation(ResumeRoute.class).value());
  }

  static Route cancel(Class<?> owner, Method method) {
    if (Arrays.stream(method.getParameters()).anyMatch(Parameter::needsResult)) {
      throw Problem.BAD_ROUTE_METHOD.exception(
          describe(method),
          "that is a cancel route has no @ReturnCode and no Result: nothing has come of it");
    }
    return of(owner, method, method.getAnnotation(CancelRoute.class).value());
  }

  String name() {
    return name;
  }

  /** Runs the route, in the session's turn and the application's context. */
  void run(SipApplicationContext context, Resumed resumed) throws Exception {
    Object[] arguments = new Object[parameters.size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = parameters.get(i).value(resumed);
    }
    try (Target target = Target.of(context, owner)) {
      method.invoke(target.instance(), arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static String describe(Method method) {
    return method.getDeclaringClass().getName() + "." + method.getName();
  }

  @Override
  public String toString() {
    return describe(method);
  }
}
