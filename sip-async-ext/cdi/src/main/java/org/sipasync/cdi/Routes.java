package org.sipasync.cdi;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sipasync.Problem;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsyncException;

/** The resume routes of one application, by name. */
final class Routes {
  private final Map<String, Route> byName = new TreeMap<>();

  /** Collects the routes that the classes declare; what is wrong goes into {@code mistakes}. */
  static Routes of(Collection<Class<?>> classes, List<String> mistakes) {
    Routes routes = new Routes();
    for (Class<?> owner : classes) {
      for (Method method : routeMethods(owner)) {
        try {
          routes.add(Route.of(owner, method));
        } catch (SipAsyncException mistake) {
          mistakes.add(mistake.getMessage());
        }
      }
    }
    return routes;
  }

  /** The class's route methods and those that it inherits. */
  private static List<Method> routeMethods(Class<?> owner) {
    List<Method> methods = new ArrayList<>();
    for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.isAnnotationPresent(ResumeRoute.class) && !method.isBridge()) {
          methods.add(method);
        }
      }
    }
    return methods;
  }

  private void add(Route route) {
    Route other = byName.putIfAbsent(route.name(), route);
    if (other != null) {
      throw Problem.DUPLICATE_ROUTE.exception(route.name(), other, route);
    }
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /**
   * A route by its name.
   *
   * @throws SipAsyncException if there is none, with the nearest name
   */
  Route find(String application, String name) {
    if (name == null) {
      throw Problem.NULL_ARGUMENT.exception("The name of a resume route");
    }
    Route route = byName.get(name);
    if (route == null) {
      String nearest =
          NearMiss.of(name, byName.keySet()).map(n -> " (did you mean \"" + n + "\"?)").orElse("");
      throw Problem.UNKNOWN_ROUTE.exception(
          application, name, nearest, byName.isEmpty() ? "none" : byName.keySet(), name);
    }
    return route;
  }
}
