package org.sipasync.cdi;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.sipasync.CancelRoute;
import org.sipasync.Problem;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsyncException;

/** The routes of one application, by name. */
final class Routes {
  private final Map<String, Route> resumeRoutes = new TreeMap<>();
  private final Map<String, Route> cancelRoutes = new TreeMap<>();

  /** Collects the routes that the classes declare; what is wrong goes into {@code mistakes}. */
  static Routes of(Collection<Class<?>> classes, List<String> mistakes) {
    Routes routes = new Routes();
    for (Class<?> owner : classes) {
      collect(owner, ResumeRoute.class, Route::resume, routes.resumeRoutes, mistakes);
      collect(owner, CancelRoute.class, Route::cancel, routes.cancelRoutes, mistakes);
    }
    routes.cancelRoutes.forEach((name, route) -> routes.checkPartner(name, route, mistakes));
    return routes;
  }

  private static void collect(
      Class<?> owner,
      Class<? extends Annotation> kind,
      BiFunction<Class<?>, Method, Route> maker,
      Map<String, Route> routes,
      List<String> mistakes) {
    for (Method method : methods(owner, kind)) {
      try {
        Route route = maker.apply(owner, method);
        Route other = routes.putIfAbsent(route.name(), route);
        if (other != null) {
          throw Problem.DUPLICATE_ROUTE.exception(route.name(), other, route);
        }
      } catch (SipAsyncException mistake) {
        mistakes.add(mistake.getMessage());
      }
    }
  }

  /** The class's annotated methods and those that it inherits. */
  private static List<Method> methods(Class<?> owner, Class<? extends Annotation> kind) {
    List<Method> methods = new ArrayList<>();
    for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.isAnnotationPresent(kind) && !method.isBridge()) {
          methods.add(method);
        }
      }
    }
    return methods;
  }

  private void checkPartner(String name, Route cancelRoute, List<String> mistakes) {
    if (!resumeRoutes.containsKey(name)) {
      mistakes.add(Problem.LONELY_CANCEL_ROUTE.message(cancelRoute, name, nearMiss(name)));
    }
  }

  private String nearMiss(String name) {
    return NearMiss.of(name, resumeRoutes.keySet())
        .map(nearest -> " (did you mean \"" + nearest + "\"?)")
        .orElse("");
  }

  List<String> names() {
    return List.copyOf(resumeRoutes.keySet());
  }

  /**
   * A resume route by its name.
   *
   * @throws SipAsyncException if there is none, with the nearest name
   */
  Route find(String application, String name) {
    if (name == null) {
      throw Problem.NULL_ARGUMENT.exception("The name of a resume route");
    }
    Route route = resumeRoutes.get(name);
    if (route == null) {
      throw Problem.UNKNOWN_ROUTE.exception(
          application,
          name,
          nearMiss(name),
          resumeRoutes.isEmpty() ? "none" : resumeRoutes.keySet(),
          name);
    }
    return route;
  }

  /** The cancel route of a resume route's name, or null. */
  Route cancelRoute(String name) {
    return cancelRoutes.get(name);
  }
}
