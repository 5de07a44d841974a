package org.sipasync.cdi.route;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import org.sipasync.Async;
import org.sipasync.AsyncCall;
import org.sipasync.Problem;
import org.sipasync.function.AsyncFunction;
import org.sipasync.spi.SipApplicationContext;

/**
 * A method of a SIP servlet or a CDI bean that the engine calls, with its parameters: a handler, a
 * resume, cancel or report route.
 */
public final class Route {
  private final String name;
  private final RouteKind kind;
  private final Owner owner;
  private final Method method;
  private final List<Parameter> parameters;

  private Route(
      String name, RouteKind kind, Class<?> owner, Method method, List<Parameter> parameters) {
    this.name = name;
    this.kind = kind;
    this.owner = new Owner(owner);
    this.method = method;
    this.parameters = parameters;
  }

  /**
   * Returns the route that a method declares.
   *
   * @param declared name in its annotation; empty for the method's name
   * @throws org.sipasync.SipAsyncException if the method is unsuitable
   */
  public static Route of(
      RouteKind kind, Class<?> owner, Method method, String declared, Beans beans) {
    String name = declared.isEmpty() ? method.getName() : declared;
    checkForm(kind, method);
    method.setAccessible(true);
    return new Route(name, kind, owner, method, RouteParameters.of(method, kind, name, beans));
  }

  private static void checkForm(RouteKind kind, Method method) {
    String where = Methods.describe(method);
    String wrong = null;
    if (Modifier.isStatic(method.getModifiers())) {
      wrong = "must not be static";
    } else if (method.isAnnotationPresent(Async.class)) {
      checkAsync(kind, method);
    } else if (method.getReturnType() != void.class) {
      wrong =
          "must return void, not "
              + method.getReturnType().getSimpleName()
              + (isAsync(method) ? ", unless @Async(resume = ...) names the next route" : "");
    }
    if (wrong != null) {
      throw (kind == RouteKind.HANDLER ? Problem.BAD_HANDLER : Problem.BAD_ROUTE_METHOD)
          .exception(where, wrong);
    }
  }

  private static void checkAsync(RouteKind kind, Method method) {
    if (kind != RouteKind.HANDLER && kind != RouteKind.RESUME) {
      throw Problem.BAD_ASYNC.exception(
          Methods.describe(method), "must not be a " + kind + ": nothing resumes after it");
    }
    if (!isAsync(method)) {
      throw Problem.BAD_ASYNC.exception(
          Methods.describe(method),
          "must return an AsyncCall or an AsyncFunction, not "
              + method.getReturnType().getSimpleName());
    }
  }

  private static boolean isAsync(Method method) {
    return AsyncCall.class.isAssignableFrom(method.getReturnType())
        || AsyncFunction.class.isAssignableFrom(method.getReturnType());
  }

  public String name() {
    return name;
  }

  Class<?> owner() {
    return owner.type();
  }

  Method method() {
    return method;
  }

  /** Submits the result of a method with {@link Async}. */
  public interface HandOver {
    /**
     * Suspends the current message for a function.
     *
     * @param deadline null for the function's own, or the default
     */
    void suspend(AsyncFunction function, Duration deadline, String route);
  }

  /**
   * Runs the route in the application's context and, with a message, in the session's order.
   *
   * @param handOver receives the returned function
   */
  public void run(SipApplicationContext context, RouteArguments given, HandOver handOver)
      throws Exception {
    Object[] arguments = new Object[parameters.size()];
    int filled = 0;
    try (RouteTarget target = owner.target(context)) {
      for (; filled < arguments.length; filled++) {
        arguments[filled] = parameters.get(filled).value(given);
      }
      suspendFor(method.invoke(target.instance(), arguments), handOver);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } finally {
      while (filled-- > 0) {
        parameters.get(filled).release(arguments[filled]);
      }
    }
  }

  private void suspendFor(Object returned, HandOver handOver) {
    Async async = method.getAnnotation(Async.class);
    if (returned instanceof AsyncCall call) {
      call.resume(async.resume());
    } else if (returned instanceof AsyncFunction function) {
      long millis = async.deadlineMillis();
      handOver.suspend(function, millis == 0 ? null : Duration.ofMillis(millis), async.resume());
    }
  }

  @Override
  public String toString() {
    return Methods.describe(method);
  }
}
