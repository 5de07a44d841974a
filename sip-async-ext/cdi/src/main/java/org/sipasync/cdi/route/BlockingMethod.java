package org.sipasync.cdi.route;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sipasync.BlockingFunction;
import org.sipasync.Problem;
import org.sipasync.function.Result;
import org.sipasync.spi.SipApplicationContext;

/** A method used as a function by name (rule F2). */
public final class BlockingMethod {
  private final String name;
  private final Owner owner;
  private final Method method;

  private BlockingMethod(String name, Class<?> owner, Method method) {
    this.name = name;
    this.owner = new Owner(owner);
    this.method = method;
  }

  /**
   * Returns the function that a method declares.
   *
   * @throws org.sipasync.SipAsyncException if the method is unsuitable
   */
  public static BlockingMethod of(Class<?> owner, Method method) {
    if (Modifier.isStatic(method.getModifiers())) {
      throw Problem.BAD_FUNCTION.exception(Methods.describe(method), "must not be static");
    }
    if (method.getAnnotation(BlockingFunction.class).deadlineMillis() < 0) {
      throw Problem.BAD_FUNCTION.exception(
          Methods.describe(method), "must have a positive deadline, or zero for the default");
    }
    method.setAccessible(true);
    String declared = method.getAnnotation(BlockingFunction.class).value();
    return new BlockingMethod(declared.isEmpty() ? method.getName() : declared, owner, method);
  }

  public String name() {
    return name;
  }

  public Optional<Duration> deadline() {
    return Optional.of(method.getAnnotation(BlockingFunction.class).deadlineMillis())
        .filter(millis -> millis > 0)
        .map(Duration::ofMillis);
  }

  /** Checks that it can be called with these arguments. */
  public void check(List<Object> arguments) {
    Class<?>[] types = method.getParameterTypes();
    boolean fits = types.length == arguments.size();
    for (int i = 0; fits && i < types.length; i++) {
      Object argument = arguments.get(i);
      fits =
          argument == null ? !types[i].isPrimitive() : AvpType.box(types[i]).isInstance(argument);
    }
    if (!fits) {
      throw Problem.BAD_ARGUMENTS.exception(name, signature(), types(arguments));
    }
  }

  private String signature() {
    return method.getName()
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String types(List<Object> arguments) {
    return arguments.stream()
        .map(argument -> argument == null ? "null" : argument.getClass().getSimpleName())
        .collect(Collectors.joining(", "));
  }

  /** Calls the method, which may block. */
  public Result call(SipApplicationContext context, List<Object> arguments) throws Exception {
    try (RouteTarget target = owner.target(context)) {
      Object returned = method.invoke(target.instance(), arguments.toArray());
      return returned instanceof Result result ? result : Result.ok(returned);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public String toString() {
    return Methods.describe(method);
  }
}
