package org.sipasync.cdi.route;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Finds and describes methods. */
public final class Methods {
  private Methods() {}

  /**
   * Returns the methods of a class, including inherited and private ones, that match a condition:
   * the class's own first, by name.
   */
  public static List<Method> of(Class<?> type, Predicate<Method> condition) {
    List<Method> methods = new ArrayList<>();
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      List<Method> own = new ArrayList<>(List.of(c.getDeclaredMethods()));
      own.removeIf(method -> method.isBridge() || method.isSynthetic() || !condition.test(method));
      own.sort(Comparator.comparing(Method::getName).thenComparing(Method::toString));
      methods.addAll(own);
    }
    return methods;
  }

  /** Returns the method's name with its class, for messages. */
  public static String describe(Method method) {
    return method.getDeclaringClass().getName() + "." + method.getName();
  }
}
